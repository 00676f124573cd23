/** What became of a call: its record beside what its caller heard. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { StoredCall } from '../../../convex/model/api.ts'
import type { Turn } from '../../../convex/model/call.ts'
import { readRecord } from '../../local/callApi.ts'
import { utter } from '../../simulators/audio/speech.ts'
import { AUTH_TOKEN } from '../subjects.ts'
import type { Caller } from './caller.ts'
import type { Restart } from './host.ts'
import { wholeOf } from './receptionist.ts'
import type { Sessions } from './truth.ts'

export interface Verdict {
  callSid: string
  /** Why the call counts as lost; `null`: it does not. */
  lost: string | null
  /** The caller hung up while the process was away, which the record calls cut off by it. */
  isCutOff: boolean
  /** Of each thing that the agent said: how much more than was heard the record says, in ms. */
  moreMs: number[]
  /** And how much less. */
  lessMs: number[]
  /** Words that the record calls heard, and that had not begun when the phone fell silent. */
  wordsTooMany: number
  greetings: number
}

/** So long before the end of its process a hang-up may not have been written down yet. */
const ON_ITS_WAY_MS = 100
/** A record may be a moment away. */
const PATIENCE_MS = 20_000

/** `breaks`: when the process was away, for all calls. */
export async function judge(
  caller: Caller,
  sessions: Sessions,
  url: string,
  breaks: readonly Restart[],
): Promise<Verdict> {
  await caller.over
  const stored = await recordOf(caller, url)
  const isCutOff =
    stored?.call.endReason === 'interrupted' && leftInABreak(caller, [...breaks, ...caller.breaks])
  const lost = isCutOff ? null : lossOf(caller, stored)
  const spoken = (stored?.turns ?? []).filter(({ role }) => role === 'agent')
  const own = sessions.ofCaller(new Set(spoken.map(({ itemId }) => itemId)))
  const truth = caller.ear.heardMs(own)
  const told = new Map(spoken.map(({ itemId, heardMs }) => [itemId, heardMs]))
  const items = [...new Set([...truth.keys(), ...told.keys()])]
  const beyond = items.map((itemId) => (told.get(itemId) ?? 0) - (truth.get(itemId) ?? 0))
  return {
    callSid: caller.call.callSid,
    lost,
    isCutOff,
    moreMs: beyond.map((ms) => Math.max(0, ms)),
    lessMs: beyond.map((ms) => Math.max(0, -ms)),
    wordsTooMany: spoken
      .map((turn) => wordsTooMany(turn, truth.get(turn.itemId) ?? 0, stored?.call.voice ?? ''))
      .reduce((sum, words) => sum + words, 0),
    greetings: spoken.filter(({ heardText }) => heardText.startsWith('Hello, this is')).length,
  }
}

/** Nobody was there to be told, or what the phone had said of it was lost. */
function leftInABreak({ hungUpAt }: Caller, breaks: readonly Restart[]): boolean {
  return breaks.some(
    ({ endedAt, acceptingAt }) =>
      hungUpAt !== null && hungUpAt > endedAt - ON_ITS_WAY_MS && hungUpAt < acceptingAt,
  )
}

async function recordOf({ call }: Caller, url: string): Promise<StoredCall | null> {
  const giveUpAt = performance.now() + PATIENCE_MS
  for (;;) {
    const stored = await readRecord({ url, authToken: AUTH_TOKEN }, call.callSid)
    if ((stored && stored.call.status !== 'in_progress') || performance.now() > giveUpAt) {
      return stored
    }
    await sleep(250)
  }
}

function lossOf({ call, gaveUp }: Caller, stored: StoredCall | null): string | null {
  if (call.said.length > 0) return `The caller heard: ${call.said.join(' ')}`
  if (gaveUp) return 'The agent was not heard any more.'
  if (!stored) return 'There is no record.'
  const { status, endReason, failure } = stored.call
  return status === 'completed' ? null : `${status}, ${endReason}: ${failure ?? ''}`
}

function wordsTooMany({ text, heardText }: Turn, heardMs: number, voice: string): number {
  const { words } = utter(wholeOf(text), voice)
  const begun = words.filter(({ startMs }) => startMs < heardMs).length
  return Math.max(0, (heardText.match(/\S+/g) ?? []).length - begun)
}
