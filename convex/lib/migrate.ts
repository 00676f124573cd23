import type { AnyDataModel, GenericDatabaseWriter } from 'convex/server'
import type { GenericValidator, Infer } from 'convex/values'
import { validate, ValidationError } from 'convex-helpers/validators'
import type { Doc, TableNames } from '../_generated/dataModel.js'
import type { MutationCtx, QueryCtx } from '../_generated/server.js'
import type { vMigrationRow } from '../validators/rows.ts'
import { type Migration, MIGRATIONS } from './migrationList.ts'

export type Progress = Infer<typeof vMigrationRow>

/** How many rows that do not fit are named. */
const MAX_EXAMPLES = 5

function progressRow(ctx: QueryCtx, number: number): Promise<Doc<'migrations'> | null> {
  return ctx.db
    .query('migrations')
    .withIndex('by_number', (q) => q.eq('number', number))
    .unique()
}

/** How far a migration has come. */
export async function progressOf(ctx: QueryCtx, { number, name }: Migration): Promise<Progress> {
  const row = await progressRow(ctx, number)
  const { cursor = null, isDone = false, misfits = 0, examples = [] } = row ?? {}
  return { number, name, cursor, isDone, misfits, examples }
}

/** Whether the oldest row is still to be changed: a new installation owes nothing. */
export async function isOwed(ctx: QueryCtx, { table, migrate }: Migration): Promise<boolean> {
  const row = await ctx.db.query(table).withIndex('by_creation_time').first()
  if (!row) return false
  const { _id, _creationTime, ...fields } = row
  return migrate(fields) !== fields
}

export async function saveProgress(ctx: MutationCtx, progress: Progress): Promise<void> {
  if (progress.isDone && progress.misfits > 0) console.warn(misfitSentence(progress))
  const row = await progressRow(ctx, progress.number)
  if (row) await ctx.db.replace('migrations', row._id, progress)
  else await ctx.db.insert('migrations', progress)
}

/** Migrates one row. One that would not fit stays as it is, and is counted. */
export async function migrateRow(
  db: GenericDatabaseWriter<AnyDataModel>,
  { table, after, migrate }: Migration,
  row: Doc<TableNames>,
  progress: Progress,
): Promise<Progress> {
  const { _id: id, _creationTime, ...fields } = row
  const migrated = migrate(fields)
  const field = misfit(after, migrated)
  if (field === null) {
    if (migrated !== fields) await db.replace(table, id, migrated)
    return progress
  }
  const examples = [...progress.examples, { id, field }].slice(0, MAX_EXAMPLES)
  return { ...progress, misfits: progress.misfits + 1, examples }
}

/** The field that does not fit, but never its value; `null` when all of them do. */
function misfit(after: GenericValidator, fields: object): string | null {
  try {
    validate(after, fields, { throw: true })
    return null
  } catch (error) {
    if (error instanceof ValidationError) return error.path ?? '(the row)'
    throw error
  }
}

/** What operators are told of a migration: nothing when every row fits. */
export function misfitSentence({ number, misfits, examples }: Progress): string | null {
  if (misfits === 0) return null
  const table = MIGRATIONS.find((migration) => migration.number === number)?.table ?? ''
  const rows = misfits === 1 ? '1 row' : `${misfits} rows`
  const named = examples.map(({ id, field }) => `${id} (${field})`).join(', ')
  return `${rows} of ${table} could not be brought into the form of this release and stayed as they were: ${named}. Screens that show them may fail.`
}
