import { v } from 'convex/values'
import { serviceMutation, serviceQuery } from '../../../convex/lib/access.ts'
import { recordCall } from '../../../convex/lib/recordCall.ts'
import { vCall, vCallEvent, vTurn } from '../../../convex/validators/call.ts'

/** What `voiceCalls:record` does, for many records in one transaction. */
export const records = serviceMutation({
  args: {
    records: v.array(
      v.object({
        call: vCall,
        revision: v.number(),
        turns: v.array(vTurn),
        events: v.array(vCallEvent),
      }),
    ),
  },
  returns: v.null(),
  handler: async (ctx, { records }) => {
    for (const record of records) await recordCall(ctx, record)
    return null
  },
})

/** How many rows the calls of a quarter of an hour share. */
export const rowsOfSlot = serviceQuery({
  args: { slotStart: v.number() },
  returns: v.number(),
  handler: async (ctx, { slotStart }) => {
    const rows = await ctx.db
      .query('callStats')
      .withIndex('by_slot', (q) => q.eq('isMerged', false).eq('slotStart', slotStart))
      .collect()
    return rows.length
  },
})
