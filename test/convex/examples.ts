import type { FunctionArgs } from 'convex/server'
import type { api } from '../../convex/_generated/api.js'
import { type Call, type CallRecordEvent, NO_USAGE, type Turn } from '../../convex/model/call.ts'

/** Settings as a client may send them: not held to our rules. */
export type SentSettings = FunctionArgs<typeof api.agents.create>['settings']

export const anAgent = (changes: Partial<SentSettings> = {}): SentSettings => ({
  name: 'Reception',
  instructions: 'Answer the phone.',
  ...changes,
})

export const aCall = (callSid: string, changes: Partial<Call> = {}): Call => ({
  callSid,
  agentId: 'agent-1',
  agentName: 'Reception',
  agentVersion: 1,
  from: '+12025550123',
  to: '+12025550100',
  direction: 'inbound',
  carrier: 'twilio',
  engine: 'realtime',
  model: 'gpt-realtime-2.1',
  voice: 'verse',
  status: 'in_progress',
  startedAt: 1_790_000_000_000,
  answeredAt: null,
  endedAt: null,
  durationSec: null,
  endReason: null,
  failure: null,
  firstWordMs: null,
  answerMs: [],
  usage: NO_USAGE,
  cost: { model: 0, transcription: 0, carrier: null },
  carrierStatus: null,
  carrierDurationSec: null,
  carrierPriceUnit: null,
  ...changes,
})

export const anEndedCall = (callSid: string, changes: Partial<Call> = {}): Call =>
  aCall(callSid, {
    status: 'completed',
    endReason: 'caller_hung_up',
    answeredAt: 1_790_000_001_000,
    endedAt: 1_790_000_061_000,
    durationSec: 60,
    firstWordMs: 250,
    answerMs: [400, 600],
    cost: { model: 0.5, transcription: 0.01, carrier: 0.02 },
    ...changes,
  })

export const aTurn = (callSid: string, itemId: string, changes: Partial<Turn> = {}): Turn => ({
  callSid,
  itemId,
  role: 'caller',
  text: 'Hello there',
  heardText: 'Hello there',
  startedAtMs: 1000,
  endedAtMs: 2000,
  generatedMs: 0,
  heardMs: 0,
  interrupted: false,
  timing: null,
  ...changes,
})

export const anEvent = (
  callSid: string,
  seq: number,
  changes: Partial<CallRecordEvent> = {},
): CallRecordEvent => ({
  callSid,
  seq,
  atMs: seq * 100,
  kind: 'note',
  summary: `Event ${seq}`,
  detail: null,
  ...changes,
})
