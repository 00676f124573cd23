/** The legs of SIP calls at OpenAI, and what was heard there. */
import type { SipCall } from '../simulators/openai/index.ts'
import type { Harness } from './harness.ts'
import { eventually } from './storedCall.ts'

/** The legs of the call of this CallSid which we have sent there, the oldest first. */
export function legsOf({ model }: Harness, callSid: string): SipCall[] {
  return model.sip.calls.filter(({ invite }) =>
    invite.headers.some(({ name, value }) => name === 'X-Switchboard' && value.includes(callSid)),
  )
}

export const legOf = (harness: Harness, callSid: string, nth = 0): Promise<SipCall> =>
  eventually(`leg ${nth} of ${callSid}`, () => legsOf(harness, callSid)[nth])

/** How many answers were heard to their end. */
export function heardAnswers({ session }: SipCall): number {
  const entries = session?.log.entries ?? []
  return entries.filter(({ event }) => event.type === 'output_audio_buffer.stopped').length
}

/** Resolves when so many were. */
export async function heard(leg: SipCall, answers: number): Promise<void> {
  await eventually(`answer ${answers}`, () => heardAnswers(leg) >= answers || null)
}
