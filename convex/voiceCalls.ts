import { paginationOptsValidator, paginationResultValidator } from 'convex/server'
import { v } from 'convex/values'
import { memberQuery, operatorQuery, serviceMutation } from './lib/access.ts'
import { isSearch } from './lib/callFilters.ts'
import { callBySid, turnsOf } from './lib/callRows.ts'
import { listCalls } from './lib/listCalls.ts'
import { recordCall } from './lib/recordCall.ts'
import { searchCalls } from './lib/searchCalls.ts'
import { vCallStatus } from './validators/call.ts'
import { vCallEventRow, vCallTurn, vVoiceCall } from './validators/documents.ts'

/** OpenAI ends a session after 60 minutes; no call comes near it. */
const MAX_EVENTS = 8000
const MAX_ACTIVE = 200

/**
 * Stores what a call knows of itself by now. May be repeated and may come late: rows are found by the
 * ids the call gives them, and a `revision` that is not newer than the stored one changes nothing.
 * `turns` and `events` are those that are new or changed since the last record. A record that is too
 * large for one transaction comes in parts: all but the last one are `isPartial`, and the call itself is
 * changed by the last. Of a call that was deleted nothing is stored, and `isDeleted` says so.
 *
 * While a deploy goes on, calls of a later release deliver here: what it has added to a row is left out. The
 * rows are read by their schemas, as a validator would refuse them whole.
 */
export const record = serviceMutation({
  args: {
    call: v.any(),
    revision: v.number(),
    turns: v.array(v.any()),
    events: v.array(v.any()),
    isPartial: v.optional(v.boolean()),
  },
  returns: v.object({
    applied: v.boolean(),
    revision: v.number(),
    isDeleted: v.optional(v.boolean()),
  }),
  handler: recordCall,
})

/** One call, or `null`. */
export const get = memberQuery({
  args: { callSid: v.string() },
  returns: v.union(vVoiceCall, v.null()),
  handler: (ctx, { callSid }) => callBySid(ctx, callSid),
})

/** What was said in a call, in order. */
export const turns = memberQuery({
  args: { callSid: v.string() },
  returns: v.array(vCallTurn),
  handler: async (ctx, { callSid }) => {
    const turns = await turnsOf(ctx, callSid)
    return turns
      .toSorted((a, b) => a.startedAtMs - b.startedAtMs || a._creationTime - b._creationTime)
      .map((turn) => ({ ...turn, heardText: turn.heardText ?? turn.text }))
  },
})

/** Everything else that happened in a call, in order. */
export const events = memberQuery({
  args: { callSid: v.string() },
  returns: v.array(vCallEventRow),
  handler: (ctx, { callSid }) =>
    ctx.db
      .query('callEvents')
      .withIndex('by_seq', (q) => q.eq('callSid', callSid))
      .take(MAX_EVENTS),
})

/** The calls that go on now, the newest first. */
export const active = operatorQuery({
  args: {},
  returns: v.array(vVoiceCall),
  handler: (ctx) =>
    ctx.db
      .query('voiceCalls')
      .withIndex('by_status', (q) => q.eq('status', 'in_progress'))
      .order('desc')
      .take(MAX_ACTIVE),
})

/**
 * Calls, the newest first, that match everything given: `number` (E.164) called or was called,
 * `startedAfter` ≤ start < `startedBefore` (epoch ms), `text` names words of the conversation, the
 * agent, a number in any way it is written, or digits of it. The last word may be a beginning of three
 * letters or more; accents do not matter. A running call is found by its words when it has ended.
 *
 * `outcome` is one of `OUTCOMES`; `field` is `name=value`, of a field of the operator's that has few values.
 *
 * With `text`, `number`, `outcome` or `field` a page may hold fewer calls than asked for: go on until `isDone`. Such pages
 * keep their ends only if `startedBefore` does not let newer calls in.
 */
export const list = operatorQuery({
  args: {
    paginationOpts: paginationOptsValidator,
    agentId: v.optional(v.string()),
    number: v.optional(v.string()),
    status: v.optional(vCallStatus),
    startedAfter: v.optional(v.number()),
    startedBefore: v.optional(v.number()),
    text: v.optional(v.string()),
    outcome: v.optional(v.string()),
    field: v.optional(v.string()),
  },
  returns: paginationResultValidator(vVoiceCall),
  handler: (ctx, { paginationOpts, ...filters }) =>
    isSearch(filters)
      ? searchCalls(ctx, filters, paginationOpts)
      : listCalls(ctx, filters, paginationOpts),
})
