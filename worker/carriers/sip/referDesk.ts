import type { TransferTarget } from '../../../convex/model/destination.ts'
import type { OpenAiAccount } from '../../accounts.ts'
import type { PersonEffect, PersonEvent } from '../../call/events.ts'
import type { PersonDesk } from '../../call/ports.ts'
import { actOnCall, isUnknown } from '../../engines/sip/calls.ts'
import type { CalledFor } from '../module.ts'
import { whyNotRung } from '../whyNotRung.ts'

type Line = Pick<CalledFor, 'callSid' | 'leadsHere'>
type Refer = Extract<PersonEffect, { type: 'person.refer' }>

/**
 * Sends callers of a trunk on, by a REFER of OpenAI's to whoever brought them. It is blind: nobody is rung
 * before, and nobody tells what becomes of it.
 * https://www.twilio.com/docs/sip-trunking/call-transfer
 */
export function referDesk(account: OpenAiAccount, line: Line): PersonDesk {
  return {
    by: 'refers',
    perform(effect, _legId, happened) {
      if (effect.type === 'person.refer') void refer(account, line, effect).then(happened)
    },
  }
}

/** Never rejects, and asks once: a second REFER might find the caller with the person. */
async function refer(
  account: OpenAiAccount,
  { callSid, leadsHere }: Line,
  { attempt, to, confirmed }: Refer,
): Promise<PersonEvent> {
  const notCalled = (detail: string): PersonEvent => ({
    type: 'person.not_called',
    attempt,
    detail,
  })
  const why = await whyNotRung(to.target, { leadsHere, confirmed: confirmed === true })
  if (why) return notCalled(why.sentence)
  const asked = { do: 'refer', with: { target_uri: uriOf(to.target) } } as const
  const refused = await actOnCall(account, callSid, asked)
  // Whether one that got no answer was done, the caller's leg will tell.
  return refused && !isUnknown(refused)
    ? notCalled(refused.cause)
    : { type: 'person.referred', attempt }
}

function uriOf(target: TransferTarget): string {
  return target.kind === 'phone' ? `tel:${target.phoneNumber}` : target.uri
}
