/** What Twilio is answered about a call that goes on, or cannot. */
import type { Context } from 'hono'
import type { Locale } from '../../convex/model/locales.ts'
import { isE164 } from '../../convex/model/phoneNumber.ts'
import type { Bindings } from '../bindings.ts'
import type { NextStep } from '../call/nextStep.ts'
import { sentencesIn } from '../call/prompts/index.ts'
import { addressesOf, resumeUrl, roomName } from '../carriers/twilio/rooms.ts'
import {
  connectStream,
  hangUp,
  meetIn,
  sayAndDial,
  sayAndHangUp,
  type Twiml,
} from '../carriers/twilio/twiml.ts'
import { readConfig } from '../config.ts'
import type { App } from '../http/app.ts'
import { asWebSocket } from '../http/twilioSignature.ts'
import { twiml } from '../http/twimlAnswer.ts'
import { whoAnswers } from '../http/whoAnswers.ts'
import { sendBack } from './sip/sendToModel.ts'

/** A call goes on as its object says. */
export async function goOn(
  c: Context<App>,
  callSid: string,
  next: Exclude<NextStep, { do: 'ring' }>,
): Promise<Response> {
  switch (next.do) {
    case 'hang_up':
      return twiml(c, hangUp())
    case 'stream':
      return twiml(c, connectStream(streamOf(c.env, callSid, next.token)))
    case 'go_apart':
      return twiml(c, await sendBack(c, callSid, next.to))
    case 'meet':
      return twiml(c, goMeet(c, callSid, next.attempt))
    case 'apologise':
      return twiml(c, await apology(c, next))
  }
}

/** The language to speak where no agent is known. */
export function defaultLocale(c: Context<App>): Locale {
  return readConfig(c.env).defaultLocale
}

/** The caller goes to the room where the person of this attempt waits. */
function goMeet(c: Context<App>, callSid: string, attempt: number): Twiml {
  const publicUrl = readConfig(c.env).publicUrl ?? ''
  const { room } = addressesOf({ callSid, attempt, publicUrl })
  const name = roomName({ callSid, attempt })
  return meetIn({ name, statusUrl: room, afterUrl: resumeUrl(publicUrl, attempt) })
}

export function streamOf(env: Bindings, callSid: string, token: string) {
  const { publicUrl } = readConfig(env)
  const base = publicUrl ?? ''
  const url = asWebSocket(new URL(`/twilio/media/${callSid}`, base)).href
  return { url, token, resumeUrl: resumeUrl(base) }
}

type Apology = Pick<
  Extract<NextStep, { do: 'apologise' }>,
  'why' | 'fallbackNumber' | 'from' | 'to' | 'locale'
>

/** What a caller hears with whom it cannot go on, or who is put through to the fallback number instead. */
export async function apology(c: Context<App>, next: Apology): Promise<Twiml> {
  const locale = next.locale ?? defaultLocale(c)
  const { transferring, failed, notConfigured } = sentencesIn(locale)
  const { fallbackNumber, from, to } = next
  // A number that leads back here would ring itself for ever.
  if (fallbackNumber && !(await whoAnswers(c, fallbackNumber))) {
    const callerId = isE164(from) || !isE164(to) ? null : to
    const afterUrl = new URL('/twilio/dialed', readConfig(c.env).publicUrl ?? '').href
    const person = { phoneNumber: fallbackNumber, callerId, afterUrl }
    return sayAndDial({ sentence: transferring, locale }, person)
  }
  return sayAndHangUp({ sentence: next.why === 'failed' ? failed : notConfigured, locale })
}
