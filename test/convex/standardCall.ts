/** Calls as they are long on average, for what is counted and measured. */
import type { Call, CallRecordEvent, Turn } from '../../convex/model/call.ts'
import { aCall, anEndedCall, anEvent, aTurn } from './examples.ts'

export interface Delivery {
  call: Call
  revision: number
  turns: Turn[]
  events: CallRecordEvent[]
}

export interface CallPlan {
  callSid: string
  startedAt: number
  /** Turns of twelve words. */
  turns?: number
  events?: number
  /** Of these the words are taken; frequent ones more often, as in any language. */
  vocabulary?: number
  changes?: Partial<Call>
}

const WORDS_A_TURN = 12

/** Numbers from 0 to 1, the same for the same seed. */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

const SYLLABLES = [
  'ba',
  'den',
  'fi',
  'gor',
  'ka',
  'lu',
  'mer',
  'no',
  'pi',
  'ras',
  'sol',
  'tu',
  'ven',
  'wa',
  'xi',
  'zo',
]

/** The n-th word of a language: frequent ones are short. */
function wordAt(rank: number): string {
  let word = SYLLABLES[rank % SYLLABLES.length] ?? ''
  for (let rest = Math.floor(rank / SYLLABLES.length) + 1; rest > 0;) {
    word += SYLLABLES[rest % SYLLABLES.length] ?? ''
    rest = Math.floor(rest / SYLLABLES.length)
  }
  return word
}

/** Four minutes: 40 turns of 12 words, about 280 different ones, and 8 events. */
export function callOf(plan: CallPlan): { call: Call; turns: Turn[]; events: CallRecordEvent[] } {
  const { callSid, startedAt, turns = 40, events = 8, vocabulary = 14_000, changes } = plan
  const random = randomFrom(fnv(callSid))
  const word = () => wordAt(Math.floor(vocabulary ** random()))
  const spoken = Array.from({ length: turns }, (_, at) => {
    const text = Array.from({ length: WORDS_A_TURN }, word).join(' ')
    const startedAtMs = at * 6000
    return aTurn(callSid, `item_${callSid.slice(-6)}_${at}`, {
      role: at % 2 ? 'caller' : 'agent',
      text,
      heardText: text,
      startedAtMs,
      endedAtMs: startedAtMs + 4500,
      generatedMs: 4500,
      heardMs: 4500,
      timing: {
        speechEndedAt: startedAt + startedAtMs - 700,
        endpointedAt: startedAt + startedAtMs - 300,
        respondedAt: startedAt + startedAtMs - 250,
        firstAudioAt: startedAt + startedAtMs,
        firstHeardAt: startedAt + startedAtMs + 90,
      },
    })
  })
  const call = anEndedCall(callSid, {
    startedAt,
    answeredAt: startedAt + 1500,
    endedAt: startedAt + turns * 6000,
    durationSec: turns * 6 - 1.5,
    answerMs: spoken
      .filter(({ role }) => role === 'agent')
      .map(() => 500 + Math.floor(random() * 900)),
    ...changes,
  })
  const happened = Array.from({ length: events }, (_, seq) =>
    anEvent(callSid, seq, { atMs: seq * 9000, kind: 'barge_in', detail: '{"heardMs":1200}' }),
  )
  return { call, turns: spoken, events: happened }
}

/** The call as its object delivers it: when it begins, under way, and when it has ended. */
export function deliveriesOf(plan: CallPlan): Delivery[] {
  const { call, turns, events } = callOf(plan)
  const { callSid, startedAt, agentId, agentName, from, to } = call
  const running = aCall(callSid, {
    startedAt,
    agentId,
    agentName,
    from,
    to,
    answeredAt: call.answeredAt,
  })
  const half = Math.floor(turns.length / 2)
  return [
    { call: running, revision: 1, turns: [], events: [] },
    { call: running, revision: 2, turns: turns.slice(0, half), events: events.slice(0, 4) },
    { call, revision: 3, turns: turns.slice(half), events: events.slice(4) },
  ]
}

/** A CallSid that no two numbers share, as random as Twilio's. */
export function callSidOf(number: number): string {
  const random = randomFrom(number + 1)
  return `CA${Array.from({ length: 32 }, () => Math.floor(random() * 16).toString(16)).join('')}`
}

function fnv(text: string): number {
  let hash = 0x811c9dc5
  for (const letter of text) hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 0x01000193) >>> 0
  return hash
}
