/**
 * What a call takes along through the SIP network, so that it is known again where it comes out: which call
 * it is, and which number was called. Nobody can write one but who has the key.
 */
import { isSameSecret } from '../../lib/sameSecret.ts'

/** Twilio hands on headers that begin with X-. https://www.twilio.com/docs/voice/twiml/sip#custom-headers */
export const PASS_HEADER = 'X-Switchboard'

/** How long a pass is good, in ms: a call arrives within moments, and a phone rings before it for a while. */
const GOOD_FOR_MS = 5 * 60_000

/** Signs a text with the key of the installation: the same text has the same signature. */
export type Sign = (text: string) => Promise<string>

export interface Pass {
  callSid: string
  /** E.164. */
  phoneNumber: string
}

/** `now`: epoch ms. */
export async function passFor({ callSid, phoneNumber }: Pass, sign: Sign, now: number) {
  const until = Math.ceil((now + GOOD_FOR_MS) / 1000)
  // Without its plus: a plus may come out of an address as a space.
  const text = ['v1', callSid, phoneNumber.replace('+', ''), until].join('.')
  return `${text}.${await sign(`sip-pass ${text}`)}`
}

/** `null`: it is none of ours, or its time is over. */
export async function readPass(value: string, sign: Sign, now: number): Promise<Pass | null> {
  const [, text, callSid, digits, until, signature] =
    /^((?:v1)\.(CA[0-9a-f]{32})\.(\d{7,15})\.(\d{10}))\.([0-9a-f]{64})$/i.exec(value.trim()) ?? []
  if (!text || !callSid || !digits || !until || !signature) return null
  if (!(await isSameSecret(signature, await sign(`sip-pass ${text}`)))) return null
  return Number(until) * 1000 < now ? null : { callSid, phoneNumber: `+${digits}` }
}
