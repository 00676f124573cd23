/** Calls that are written straight into the data, to look at: long ones, many, and odd ones. */
import { ConvexHttpClient } from 'convex/browser'
import { api } from '../../convex/_generated/api.js'
import type { Call, CallRecordEvent, Turn } from '../../convex/model/call.ts'
import type { AfterCallRecord } from '../../convex/model/outcome.ts'
import { usageLines } from '../../convex/model/usage.ts'
import { issueToken } from '../../worker/data/identity.ts'
import { ended } from '../unit/dashboard/calls.ts'
import type { Harness } from '../worker/harness.ts'

const TOKENS = { part: 'model', vendor: 'openai', model: 'gpt-realtime-2.1' }

/** A call that went well, twenty seconds long; `at`: epoch ms. */
export function endedCall(callSid: string, at: number, changes: Partial<Call> = {}): Call {
  return {
    ...ended,
    callSid,
    agentId: null,
    startedAt: at,
    answeredAt: at + 500,
    endedAt: at + 20_000,
    firstWordMs: 120,
    answerMs: [700],
    usage: usageLines(TOKENS, { audio_in_tokens: 1200, audio_out_tokens: 2400 }),
    cost: { parts: { model: 0.0123, transcription: 0.001 }, carrier: null },
    carrierStatus: 'completed',
    carrierDurationSec: 20,
    ...changes,
  }
}

export function turnOf(call: Call, number: number, changes: Partial<Turn> = {}): Turn {
  const role = number % 2 === 0 ? 'agent' : 'caller'
  const text = changes.text ?? `What was said as number ${number}.`
  return {
    callSid: call.callSid,
    itemId: `item_${number}`,
    role,
    text,
    heardText: text,
    startedAtMs: 600 + number * 3000,
    endedAtMs: 600 + number * 3000 + 2500,
    generatedMs: role === 'agent' ? 2500 : 0,
    heardMs: role === 'agent' ? 2500 : 0,
    interrupted: false,
    timing: role === 'agent' && number > 0 ? timingAt(call.startedAt + number * 3000) : null,
    ...changes,
  }
}

function timingAt(at: number): NonNullable<Turn['timing']> {
  return {
    speechEndedAt: at - 600,
    endpointedAt: at - 200,
    respondedAt: at - 120,
    firstAudioAt: at + 300,
    firstHeardAt: at + 600,
  }
}

export function eventOf(
  call: Call,
  seq: number,
  changes: Partial<CallRecordEvent>,
): CallRecordEvent {
  const plain = { atMs: 900, kind: 'note', summary: 'Something happened.', detail: null } as const
  return { callSid: call.callSid, seq, ...plain, ...changes }
}

export interface Recorded {
  call: Call
  turns?: Turn[]
  events?: CallRecordEvent[]
  after?: AfterCallRecord
  /** A later one takes its place; 1 by default. */
  revision?: number
}

/** Stores the calls as the Worker does. */
export async function record(harness: Harness, calls: readonly Recorded[]): Promise<void> {
  const client = await serviceOf(harness)
  for (const { call, turns = [], events = [], after, revision = 1 } of calls) {
    await client.mutation(api.voiceCalls.record, { call, revision, turns, events })
    if (after) await client.mutation(api.afterCalls.record, after)
  }
}

async function serviceOf({ url, owner }: Harness): Promise<ConvexHttpClient> {
  const worker = { role: 'service', subject: 'worker', name: 'Worker' } as const
  return new ConvexHttpClient(url, {
    auth: await issueToken(owner.key, worker, 3600),
    skipConvexDeploymentUrlCheck: true,
    logger: false,
  })
}
