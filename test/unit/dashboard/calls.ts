import type { Call, CallRecordEvent, Turn } from '../../../convex/model/call.ts'
import { NO_COST } from '../../../convex/model/cost.ts'
import { SCHEMA_VERSION } from '../../../convex/model/schemaVersion.ts'
import { NO_USAGE } from '../../../convex/model/usage.ts'

/** Calls to try the pages' logic on. */
export const call: Call = {
  schemaVersion: SCHEMA_VERSION,
  callSid: 'CA1',
  agentId: 'a1',
  agentName: 'Reception',
  agentVersion: 1,
  from: '+12025550199',
  to: '+12025550100',
  direction: 'inbound',
  carrier: 'twilio',
  engine: 'realtime',
  model: 'gpt-realtime-2.1',
  voice: 'marin',
  status: 'in_progress',
  startedAt: 1_000_000,
  answeredAt: 1_000_500,
  endedAt: null,
  durationSec: null,
  endReason: null,
  failure: null,
  firstWordMs: null,
  answerMs: [],
  usage: NO_USAGE,
  cost: NO_COST,
  carrierStatus: null,
  carrierDurationSec: null,
}

export const ended: Call = {
  ...call,
  status: 'completed',
  endedAt: 1_020_000,
  durationSec: 19.5,
  endReason: 'caller_hung_up',
}

export const turn: Turn = {
  callSid: 'CA1',
  itemId: 'item_1',
  role: 'agent',
  text: 'Hello there, how are you?',
  heardText: 'Hello there, how are you?',
  startedAtMs: 700,
  endedAtMs: 2200,
  generatedMs: 1500,
  heardMs: 1500,
  interrupted: false,
  timing: null,
}

export const event: CallRecordEvent = {
  callSid: 'CA1',
  seq: 4,
  atMs: 1500,
  kind: 'dtmf',
  summary: '5',
  detail: null,
}
