import { DurableObject } from 'cloudflare:workers'
import { defineSchema, defineTable, mutationGeneric, queryGeneric } from 'convex/server'
import { v } from 'convex/values'
import { readCatalog } from '../../../worker/embedded-convex/catalog.ts'
import { FunctionHost } from '../../../worker/embedded-convex/FunctionHost.ts'
import { Functions } from '../../../worker/embedded-convex/registry.ts'

const words = () => defineTable({ word: v.string(), rank: v.number() })
const plain = defineSchema({ words: words() })
const indexed = defineSchema({ words: words().index('by_it', ['word']) })
const reindexed = defineSchema({ words: words().index('by_it', ['rank']) })

const functions = new Functions({
  words: {
    add: mutationGeneric({
      args: { word: v.string(), rank: v.number() },
      handler: async (ctx, row) => ctx.db.insert('words', row),
    }),
    // By creation, as a release without the index has to find it.
    rename: mutationGeneric({
      args: { word: v.string(), to: v.string() },
      handler: async (ctx, { word, to }) => {
        const row = (await ctx.db.query('words').collect()).find((row) => row['word'] === word)
        if (row) await ctx.db.patch('words', row._id, { word: to })
      },
    }),
    remove: mutationGeneric({
      args: { word: v.string() },
      handler: async (ctx, { word }) => {
        const row = (await ctx.db.query('words').collect()).find((row) => row['word'] === word)
        if (row) await ctx.db.delete('words', row._id)
      },
    }),
    find: queryGeneric({
      args: { word: v.string() },
      handler: async (ctx, { word }) => {
        const rows = ctx.db.query('words').withIndex('by_it', (q) => q.eq('word', word))
        return (await rows.collect()).map((row): unknown => row['word'])
      },
    }),
    creation: queryGeneric({
      args: {},
      handler: async (ctx) => (await ctx.db.query('words').collect()).map(({ word }) => word),
    }),
    list: queryGeneric({
      args: {},
      handler: async (ctx) => {
        const rows = await ctx.db.query('words').withIndex('by_it').collect()
        return rows.map(({ word }) => word)
      },
    }),
  },
})

/** Hosts of several releases, one after the other, on the same storage. */
export class RestartProbe extends DurableObject {
  override async fetch(request: Request): Promise<Response> {
    const { pathname } = new URL(request.url)
    return Response.json(await (pathname === '/rollback' ? this.#rollback() : this.#newer()))
  }

  async #newer() {
    const first = this.#start(plain)
    await first.mutation(call('words:add', { word: 'b', rank: 1 }))
    await first.mutation(call('words:add', { word: 'c', rank: 0 }))
    const second = this.#start(indexed)
    await second.mutation(call('words:add', { word: 'a', rank: 2 }))
    const byWord = await second.query(call('words:list', {}))
    const third = this.#start(reindexed)
    return {
      byWord,
      byRank: await third.query(call('words:list', {})),
      byCreation: await third.query(call('words:creation', {})),
    }
  }

  /** A release brings an index, is taken back, and comes again; in between words come, go and change. */
  async #rollback() {
    const release = this.#start(indexed)
    for (const word of ['b', 'd', 'f']) await release.mutation(call('words:add', { word, rank: 0 }))
    const before = this.#start(plain)
    await before.mutation(call('words:add', { word: 'c', rank: 0 }))
    await before.mutation(call('words:rename', { word: 'd', to: 'a' }))
    await before.mutation(call('words:remove', { word: 'f' }))
    const again = this.#start(indexed)
    return {
      byWord: await again.query(call('words:list', {})),
      found: await again.query(call('words:find', { word: 'c' })),
      gone: await again.query(call('words:find', { word: 'd' })),
    }
  }

  #start(schema: object): FunctionHost {
    return new FunctionHost(this.ctx.storage, readCatalog(schema), functions)
  }
}

const call = (path: string, args: Record<string, string | number>) => ({
  path,
  args,
  identity: null,
})
