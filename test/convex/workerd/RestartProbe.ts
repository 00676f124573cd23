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

/** The host started three times on the same storage, each time with a newer schema. */
export class RestartProbe extends DurableObject {
  override async fetch(): Promise<Response> {
    const first = this.#start(plain)
    await first.mutation(call('words:add', { word: 'b', rank: 1 }))
    await first.mutation(call('words:add', { word: 'c', rank: 0 }))
    const second = this.#start(indexed)
    await second.mutation(call('words:add', { word: 'a', rank: 2 }))
    const byWord = await second.query(call('words:list', {}))
    const third = this.#start(reindexed)
    return Response.json({
      byWord,
      byRank: await third.query(call('words:list', {})),
      byCreation: await third.query(call('words:creation', {})),
    })
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
