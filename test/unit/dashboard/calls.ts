import { type Call, type CallRecordEvent, NO_USAGE, type Turn } from '../../../convex/model/call.ts'

/** Calls to try the pages' logic on. */
export const call: Call = {
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
  cost: { model: 0, transcription: 0, carrier: null },
  carrierStatus: null,
  carrierDurationSec: null,
  carrierPriceUnit: null,
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
