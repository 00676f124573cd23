import type { FunctionArgs } from 'convex/server'
import type { api } from '../../convex/_generated/api.js'
import type { Call, CallRecordEvent, Turn } from '../../convex/model/call.ts'
import type { Chat, ChatMessage } from '../../convex/model/chat.ts'
import { NO_COST } from '../../convex/model/cost.ts'
import type { SealedSecret } from '../../convex/model/secret.ts'
import { SCHEMA_VERSION } from '../../convex/model/schemaVersion.ts'
import { NO_USAGE } from '../../convex/model/usage.ts'

/** Settings as a client may send them: not held to our rules. */
export type SentSettings = FunctionArgs<typeof api.agents.create>['settings']

export const anAgent = (changes: Partial<SentSettings> = {}): SentSettings => ({
  name: 'Reception',
  instructions: 'Answer the phone.',
  ...changes,
})

export const A_REFERENCE = `sec_${'a'.repeat(22)}`

/** Sealed for nobody: the functions cannot tell. */
export const aSealedSecret = (reference: string, owner = 'installation'): SealedSecret => ({
  reference,
  owner,
  field: 'engine.brain.key',
  sealed: 'A'.repeat(60),
})

export const aCall = (callSid: string, changes: Partial<Call> = {}): Call => ({
  schemaVersion: SCHEMA_VERSION,
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
  cost: NO_COST,
  carrierStatus: null,
  carrierDurationSec: null,
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
    cost: {
      parts: { model: 0.5, transcription: 0.01 },
      carrier: { amount: 0.02, currency: 'USD' },
    },
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

/** `letter`: its id is made of it. */
export const aChat = (letter: string, changes: Partial<Chat> = {}): Chat => ({
  schemaVersion: SCHEMA_VERSION,
  chatId: `chat_${letter.repeat(22)}`,
  agentId: 'agent-1',
  agentName: 'Reception',
  agentVersion: 1,
  origin: 'https://shop.example.com',
  model: 'gpt-6-luna',
  status: 'open',
  startedAt: 1_790_000_000_000,
  lastMessageAt: 1_790_000_001_000,
  endedAt: null,
  endReason: null,
  failure: null,
  visitorMessages: 1,
  title: 'Do you have pineapples?',
  waitsForPerson: false,
  usage: NO_USAGE,
  cost: NO_COST,
  ...changes,
})

export const aMessage = (
  chatId: string,
  seq: number,
  changes: Partial<ChatMessage> = {},
): ChatMessage => ({
  chatId,
  seq,
  clientId: '',
  role: 'agent',
  author: 'Reception',
  text: `Message ${seq}`,
  detail: null,
  at: 1_790_000_000_000 + seq,
  state: 'complete',
  ...changes,
})
