import type { Call } from '../../convex/model/call.ts'
import { WITHHELD } from '../../convex/model/withheld.ts'
import { carrierNamed } from '../carriers/index.ts'

/** Whether the carrier knows who calls. What a stranger's trunk says of its callers anybody can write. */
export function isVouchedFor({ carrier, callSid }: Pick<Call, 'carrier' | 'callSid'>): boolean {
  return carrierNamed(carrier)?.knowsCaller(callSid) ?? false
}

/** The call as those know it who act on who calls: a caller for whom nobody vouches is nobody in particular. */
export function asVouched(call: Call): Call {
  return isVouchedFor(call) ? call : { ...call, from: WITHHELD }
}

/** Whether caller and model hear each other without us. */
export function isDirect({ carrier }: Pick<Call, 'carrier'>): boolean {
  return carrierNamed(carrier)?.audio === 'direct'
}
