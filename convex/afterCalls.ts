/** What was found out of calls once they were over, and who was told. */
import { v } from 'convex/values'
import { memberQuery, operatorQuery, serviceMutation } from './lib/access.ts'
import { afterCallOf } from './lib/callRows.ts'
import { functionError } from './lib/errors.ts'
import { recordAfterCall } from './lib/recordAfterCall.ts'
import { vAfterCall } from './validators/documents.ts'
import { vOneOf } from './validators/oneOf.ts'

/** As many calls as one query may ask for. */
const MAX_CALLS = 200

/**
 * Stores what became of a call. May be repeated and may come late: a `revision` that is not newer than the
 * stored one changes nothing. Returns `taken`; `unknown` where the call itself is not stored yet: it is to
 * come again; or `deleted`.
 */
export const record = serviceMutation({
  args: {
    callSid: v.string(),
    revision: v.number(),
    analysis: v.any(),
    deliveries: v.array(v.any()),
  },
  returns: vOneOf('taken', 'unknown', 'deleted'),
  handler: recordAfterCall,
})

/** What became of one call; `null`: nothing is known, or nothing was to be done. */
export const get = memberQuery({
  args: { callSid: v.string() },
  returns: v.union(vAfterCall, v.null()),
  handler: (ctx, { callSid }) => afterCallOf(ctx, callSid),
})

/** The same of up to 200 calls, those of which something is known. */
export const ofCalls = operatorQuery({
  args: { callSids: v.array(v.string()) },
  returns: v.array(vAfterCall),
  handler: async (ctx, { callSids }) => {
    if (callSids.length > MAX_CALLS) {
      throw functionError('invalid', `Ask for ${MAX_CALLS} calls at most.`, 'callSids')
    }
    const rows = await Promise.all(callSids.map((callSid) => afterCallOf(ctx, callSid)))
    return rows.filter((row) => row !== null)
  },
})
