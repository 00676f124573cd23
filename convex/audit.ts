import { v } from 'convex/values'
import { serviceMutation } from './lib/access.ts'
import { note } from './lib/audit.ts'
import { callBySid } from './lib/callRows.ts'
import { callerOf } from './lib/deleteCalls.ts'
import { maskedNumber } from './model/phoneNumber.ts'
import { vOneOf } from './validators/oneOf.ts'
import { CALL_ACTS } from './validators/rows.ts'

/** Notes what somebody did to a call that ran, beside whose caller a part of the number is kept. */
export const noteAct = serviceMutation({
  args: { action: vOneOf(...CALL_ACTS), by: v.string(), callSid: v.string() },
  returns: v.null(),
  handler: async (ctx, { action, by, callSid }) => {
    const call = await callBySid(ctx, callSid)
    const subject = call ? maskedNumber(callerOf(call)) : 'no number'
    await note({ ...ctx, caller: { name: by } }, action, subject, 1)
    return null
  },
})
