/** `<Dial>`: brings a call together with others. https://www.twilio.com/docs/voice/twiml/dial */
import { setTimeout as sleep } from 'node:timers/promises'
import { dialParty } from './bridge.ts'
import type { CallSetup } from './callSetup.ts'
import type { PhoneCall } from './phoneCall.ts'
import type { Conference } from './rooms/Conference.ts'
import type { Leaving } from './rooms/Seat.ts'
import { newSid } from './sid.ts'
import type { DialVerb } from './twiml.ts'
import type { SeatTerms } from './twimlNouns.ts'
import type { Dialled } from './twimlRunner.ts'
import { WARNING_CODES } from './warnings.ts'

export async function dial(
  call: PhoneCall,
  setup: CallSetup,
  verb: DialVerb,
  baseUrl: string,
  signal: AbortSignal,
): Promise<Dialled> {
  const { noun, number } = verb
  if (noun.kind === 'conference') {
    const terms = absolute(noun.terms, baseUrl)
    const fields = await confer(call, setup, { ...verb, name: noun.name, terms }, signal)
    return { fields, next: null }
  }
  call.emit('dialed', number)
  const isScripted = noun.kind === 'sip' || setup.exchange.isSomebodys(number)
  if (setup.dial || !isScripted) return dialNobody(call, setup, number, signal)
  return dialParty(call, setup, { verb, leg: noun.leg, baseUrl }, signal)
}

/** A number that nobody was given: it is as the call's own options say. */
async function dialNobody(
  call: PhoneCall,
  setup: CallSetup,
  number: string,
  signal: AbortSignal,
): Promise<Dialled> {
  const outcome = setup.dial?.(number) ?? { status: 'completed' }
  call.dialed.push({ number, outcome })
  const durationMs = outcome.durationMs ?? 0
  await sleep(durationMs, undefined, { signal }).catch(() => undefined)
  return {
    fields: {
      DialCallSid: newSid('CA'),
      DialCallStatus: outcome.status,
      DialCallDuration: String(Math.round(durationMs / 1000)),
    },
    next: null,
  }
}

function absolute(terms: SeatTerms, baseUrl: string): SeatTerms {
  if (!terms.told) return terms
  return { ...terms, told: { ...terms.told, url: new URL(terms.told.url, baseUrl).href } }
}

interface Meeting {
  name: string
  terms: SeatTerms
  timeLimitSec: number | null
}

async function confer(
  call: PhoneCall,
  { exchange }: CallSetup,
  { name, terms, timeLimitSec }: Meeting,
  signal: AbortSignal,
): Promise<Record<string, string>> {
  const joinedAt = performance.now()
  const conference = exchange.conferences.named(name)
  if (signal.aborted || !sit(call, conference, terms)) {
    return { DialCallStatus: 'failed', DialCallDuration: '0' }
  }
  const limitMs = timeLimitSec === null ? null : timeLimitSec * exchange.secondMs
  await untilLeft(call, conference, limitMs, signal)
  const seconds = Math.round((performance.now() - joinedAt) / 1000)
  return { DialCallStatus: 'answered', DialCallDuration: String(seconds) }
}

/** Whether there was room for them. */
function sit(call: PhoneCall, conference: Conference, terms: SeatTerms): boolean {
  if (conference.join(call, terms)) {
    call.room = conference
    call.emit('joined', conference.name, performance.now())
    return true
  }
  call.warn(WARNING_CODES.conferenceFull, `The conference ${conference.name} is full.`)
  return false
}

async function untilLeft(
  call: PhoneCall,
  conference: Conference,
  limitMs: number | null,
  signal: AbortSignal,
): Promise<void> {
  const seat = conference.seats.find(({ guest }) => guest === call)
  if (!seat) return
  const leave = (why: Leaving) => conference.leave(seat, why)
  const onAbort = () => leave(signal.reason === 'updated' ? 'updated' : 'hung_up')
  signal.addEventListener('abort', onAbort, { once: true })
  const limit = limitMs === null ? undefined : setTimeout(() => leave('time_limit'), limitMs)
  await seat.left
  clearTimeout(limit)
  signal.removeEventListener('abort', onAbort)
  call.room = null
  call.emit('left', conference.name, performance.now())
}
