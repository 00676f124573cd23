/** Rows as version 0.1.0 stored them. */
const voice = {
  model: 'gpt-realtime',
  voice: 'marin',
  locale: 'de-DE',
  bargeIn: true,
  greeting: { type: 'fixed', text: 'Hallo.' },
  turnDetection: { type: 'semantic_vad', eagerness: 'high' },
  noiseReduction: 'near_field',
  speed: 1.2,
  silenceTimeoutSec: 60,
  maxDurationSec: 600,
  fallbackNumber: null,
}
const settings = { name: 'Empfang', instructions: 'Hilf.', capabilities: ['voice'], voice }

export const earlierAgent = { ...settings, version: 1, updatedAt: 1, updatedBy: 'Ada' }

export const earlierVersion = (agentId: string) => ({
  agentId,
  version: 1,
  settings,
  savedAt: 1,
  savedBy: 'Ada',
})

export const earlierCall = (callSid: string) => ({
  callSid,
  agentId: 'agent-1',
  agentName: 'Empfang',
  agentVersion: 1,
  from: '+12025550123',
  to: '+12025550100',
  direction: 'inbound',
  carrier: 'twilio',
  engine: 'realtime',
  model: 'gpt-realtime',
  voice: 'marin',
  status: 'completed',
  startedAt: 1_790_000_000_000,
  answeredAt: 1_790_000_001_000,
  endedAt: 1_790_000_061_000,
  durationSec: 60,
  endReason: 'caller_hung_up',
  failure: null,
  firstWordMs: 250,
  answerMs: [400],
  usage: {
    textIn: 0,
    textCached: 0,
    textOut: 0,
    audioIn: 1_000_000,
    audioCached: 0,
    audioOut: 0,
    transcribedSec: 60,
  },
  cost: { model: 32, transcription: 0.0045, carrier: 3 },
  carrierStatus: 'completed',
  carrierDurationSec: 60,
  carrierPriceUnit: 'JPY',
  revision: 7,
})

export const earlierStats = {
  slotStart: 1_789_999_200_000,
  calls: 1,
  completed: 1,
  failed: 0,
  talkSec: 60,
  modelCost: 32,
  transcriptionCost: 0.0045,
  carrierCost: 0.5,
  failures: {},
  answerMs: { '123': 1 },
  firstWordMs: { '114': 1 },
}
