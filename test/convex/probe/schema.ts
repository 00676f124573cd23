import { defineSchema, defineTable } from 'convex/server'
import { v } from 'convex/values'

/** Tables that no product has: any value in an index, and rows that name others. */
export default defineSchema({
  things: defineTable({
    group: v.string(),
    key: v.optional(v.any()),
    nested: v.optional(v.object({ rank: v.number() })),
  })
    .index('by_key', ['group', 'key'])
    .index('by_rank', ['nested.rank']),
  owners: defineTable({ name: v.string(), thingId: v.id('things') }),
})
