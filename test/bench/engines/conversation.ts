/** A call on the bench: the same words to every engine, and what the caller and the record saw of it. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { StoredCall } from '../../../convex/model/api.ts'
import { encodeMulaw } from '../../../worker/lib/audio/mulaw.ts'
import { readRecord } from '../../local/callApi.ts'
import { CALLER_VOICE, speak } from '../../simulators/audio/speech.ts'
import type { SimulatedCall } from '../../simulators/twilio/index.ts'
import { AUTH_TOKEN } from '../subjects.ts'
import type { BenchEngine, Stage } from './stage.ts'

const QUESTION = encodeMulaw(speak('Hello, what are your opening hours?', CALLER_VOICE))
const STREAM_OPEN_MS = 150
/** So far into an answer the caller talks over it. */
const INTO_ANSWER_MS = 1_500

export interface Seen {
  firstWordMs: number
  /** From the caller's last sound to the first of the answer, as the caller hears it. */
  answersMs: number[]
  /** From the caller's first sound over an answer to the agent's silence. */
  bargeInsMs: number[]
  lastsMs: number
  record: StoredCall
}

/** Asks `turns` times, and talks over every answer but the last. */
export async function converse(stage: Stage, engine: BenchEngine, turns: number): Promise<Seen> {
  const call = stage.twilio.placeCall({
    to: stage.numbers[engine],
    capture: false,
    streamOpenDelayMs: STREAM_OPEN_MS,
  })
  const startsAt: number[] = []
  call.on('agentSpeaking', (at) => startsAt.push(at))
  await call.until('agentSpeaking', 15_000)
  const firstWordMs = (startsAt[0] ?? 0) - (call.streams[0]?.startedAt ?? 0)
  await call.agentIdle(800)
  const seen = { answersMs: [] as number[], bargeInsMs: [] as number[] }
  for (let turn = 0; turn < turns; turn++) await askOver(call, startsAt, seen)
  call.hangUp()
  await call.ended
  const record = await readRecord({ url: stage.url, authToken: AUTH_TOKEN }, call.callSid)
  if (!record) throw new Error(`There is no record of a call with ${engine}.`)
  return { firstWordMs, ...seen, lastsMs: (call.endedAt ?? 0) - call.startedAt, record }
}

async function askOver(
  call: SimulatedCall,
  startsAt: readonly number[],
  seen: Pick<Seen, 'answersMs' | 'bargeInsMs'>,
): Promise<void> {
  const wasSpeaking = call.agentIsSpeaking
  const clears = call.clears.length
  const answered = startsAt.length
  const spoken = await call.speak(QUESTION)
  const onsetAt = spoken.speechStartedAt ?? spoken.startedAt
  const cleared = call.clears.slice(clears).find(({ at }) => at > onsetAt)
  if (wasSpeaking && cleared) seen.bargeInsMs.push(cleared.at - onsetAt)
  while (startsAt.length === answered) await call.until('agentSpeaking', 15_000)
  seen.answersMs.push((startsAt.at(-1) ?? 0) - (spoken.speechEndedAt ?? spoken.endedAt))
  await sleep(INTO_ANSWER_MS)
}
