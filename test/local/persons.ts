/** Watches what becomes of a caller who is to be put through to somebody. */
import { setTimeout as sleep } from 'node:timers/promises'
import type {
  CallStatus,
  OutboundCall,
  SimulatedCall,
  TwilioSimulator,
} from '../simulators/twilio/index.ts'

/** `nobody_called`: nobody's phone rang. */
export type Meeting = 'met' | 'not_met' | 'nobody_called'

/** `at`: since when it is known, in ms of `performance.now()`. */
export interface MeetingFacts {
  meeting: Meeting
  at: number
}

/** The agent is given so long to have somebody called, ms. */
const CALLED_MS = 30_000
/** From then on, until caller and person meet, ms. */
const MEETING_MS = 60_000
/** How long the caller listens to the person before they hang up, ms. */
const TALK_MS = 6_000

/** Tells all that happens by `note`; the returned function resolves when it is known how it ended. */
export function watchPersons(
  twilio: TwilioSimulator,
  call: SimulatedCall,
  note: (text: string) => void,
): () => Promise<MeetingFacts> {
  const called = new Promise<OutboundCall>((resolve) => {
    twilio.whenCalled((person) => {
      showPerson(person, note)
      resolve(person)
    })
  })
  const joined = new Promise<'met'>((resolve) => {
    call.once('joined', () => {
      note('caller and person hear each other')
      resolve('met')
    })
  })
  call.on('left', () => note('the caller is with the person no more'))
  return async () => {
    const person = await Promise.race([called, sleep(CALLED_MS, null)])
    if (!person) return { meeting: 'nobody_called', at: performance.now() }
    const meeting = await Promise.race([
      joined,
      person.ended.then(() => 'not_met' as const),
      sleep(MEETING_MS, 'not_met' as const),
    ])
    if (meeting === 'met') {
      await Promise.race([sleep(TALK_MS), call.until('left', TALK_MS).catch(() => undefined)])
    }
    return { meeting, at: person.endedAt ?? performance.now() }
  }
}

function showPerson(person: OutboundCall, note: (text: string) => void): void {
  note(`the agent has ${person.to} called`)
  person.on('statusChanged', (status) => {
    if (status === 'ringing') note('their phone rings')
    if (status === 'in-progress') note('it is picked up')
  })
  person.on('said', (text) => note(`they hear: “${text}”`))
  person.on('key', (digit) => note(`they press ${digit}`))
  person.on('joined', () => note('they wait for the caller'))
  person.on('request', ({ params }) => {
    const { AnsweredBy: by, MachineDetectionDuration: ms } = params
    // Later requests have it, too.
    if (by !== undefined && ms !== undefined) note(`Twilio takes them for: ${by}`)
  })
  void person.ended.then(({ status, endedBy }) => {
    note(endedBy === 'person' ? 'they have hung up' : (ENDINGS[status] ?? 'their line is over'))
  })
}

/** How a call to a person ends that they did not hang up. */
const ENDINGS: Readonly<Partial<Record<CallStatus, string>>> = {
  busy: 'their line is busy',
  'no-answer': 'nobody picks up',
  canceled: 'their phone rings no more',
  failed: 'their phone could not be rung',
}
