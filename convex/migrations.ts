import { v } from 'convex/values'
import { internal } from './_generated/api.js'
import { internalMutation, serviceQuery } from './lib/access.ts'
import {
  isOwed,
  migrateRow,
  misfitSentence,
  type Progress,
  progressOf,
  saveProgress,
} from './lib/migrate.ts'
import { MIGRATIONS } from './lib/migrationList.ts'

const ROWS_A_PAGE = 100

/**
 * Brings the rows of a Convex deployment into the form of this release, a page at a time, until
 * nothing is left: `npx convex run migrations:run` after each deployment. May be repeated.
 */
export const run = internalMutation({
  args: {},
  returns: v.null(),
  handler: async (ctx) => {
    for (const migration of MIGRATIONS) {
      const before = await progressOf(ctx, migration)
      if (before.isDone) continue
      const { cursor } = before
      const pages = ctx.db.query(migration.table)
      const found = await pages.paginate({ cursor, numItems: ROWS_A_PAGE })
      let progress: Progress = { ...before, cursor: found.continueCursor, isDone: found.isDone }
      for (const row of found.page) progress = await migrateRow(ctx.db, migration, row, progress)
      await saveProgress(ctx, progress)
      // The next page, or the next migration, gets a transaction of its own.
      await ctx.scheduler.runAfter(0, internal.migrations.run, {})
      return null
    }
    await ctx.scheduler.runAfter(0, internal.upkeep.run, { cursor: null })
    return null
  },
})

/** The same in one transaction: for the embedded host, before anything else runs. */
export const runAll = internalMutation({
  args: {},
  returns: v.null(),
  handler: async (ctx) => {
    for (const migration of MIGRATIONS) {
      let progress = await progressOf(ctx, migration)
      if (progress.isDone) continue
      for await (const row of ctx.db.query(migration.table)) {
        progress = await migrateRow(ctx.db, migration, row, progress)
      }
      await saveProgress(ctx, { ...progress, isDone: true })
    }
    return null
  },
})

const RUN_IT =
  'The stored data are in the form of an earlier release: run `npx convex run migrations:run`.'

/** A sentence for everything that migrating left to do. */
export const problems = serviceQuery({
  args: {},
  returns: v.array(v.string()),
  handler: async (ctx) => {
    const all = await Promise.all(
      MIGRATIONS.map(async (migration) => {
        const progress = await progressOf(ctx, migration)
        return { progress, owed: !progress.isDone && (await isOwed(ctx, migration)) }
      }),
    )
    const misfits = all.map(({ progress }) => misfitSentence(progress))
    return [...(all.some(({ owed }) => owed) ? [RUN_IT] : []), ...misfits.filter(isText)]
  },
})

const isText = (text: string | null) => text !== null
