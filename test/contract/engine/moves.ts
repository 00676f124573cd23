import type { TestAPI } from 'vitest'
import type { VoiceSettings } from '../../../convex/model/agent.ts'
import type { EngineEffect } from '../../../worker/call/events.ts'
import type { HistoryItem } from '../../../worker/call/history.ts'
import { quiet, utterance } from '../sound.ts'
import type { EngineUnderTest } from './EngineUnderTest.ts'
import type { EngineRig, Vendor } from './rig.ts'

/** What the tests of one engine are given, anew for each. */
export interface Stage {
  make(voice?: Partial<VoiceSettings>): Promise<EngineUnderTest>
  readonly rig: EngineRig
  /** @throws where the engine asks nobody. */
  readonly vendor: Vendor
}

/** A test of one engine. */
export type EngineTest = TestAPI<{ stage: Stage }>

export const RESPOND = { type: 'engine.respond', request: { kind: 'continue' } } as const
export const CLOSE = { type: 'engine.close' } as const
export const opened = (history: readonly HistoryItem[] = []) =>
  ({ type: 'engine.open', instance: 1, which: 'own', history }) as const

export const HISTORY = [
  { kind: 'agent', text: 'Hello.' },
  { kind: 'caller', text: 'What is the weather?' },
  { kind: 'tool_called', toolCallId: 'call_1', name: 'weather', args: '{}' },
  { kind: 'tool_answered', toolCallId: 'call_1', output: 'sun' },
  { kind: 'told', text: 'The caller pressed 1.' },
] as const satisfies readonly HistoryItem[]

/** One of each, but for the first and the last. The compiler asks for one that is new. */
export const EFFECTS: {
  [Type in Exclude<EngineEffect['type'], 'engine.open' | 'engine.close'>]: readonly Extract<
    EngineEffect,
    { type: Type }
  >[]
} = {
  'engine.recall': HISTORY.map((item) => ({ type: 'engine.recall', item })),
  'engine.tell': [{ type: 'engine.tell', text: 'The caller pressed 2.' }],
  'engine.answer_tool': [{ type: 'engine.answer_tool', toolCallId: 'call_1', output: 'rain' }],
  'engine.truncate': [{ type: 'engine.truncate', itemId: 'unknown', heardMs: 0, heardText: '' }],
  'engine.delete': [{ type: 'engine.delete', itemId: 'unknown' }],
  'engine.cancel': [{ type: 'engine.cancel', responseId: 'unknown' }],
  'engine.respond': [
    { type: 'engine.respond', request: { kind: 'verbatim', text: 'Good day.' } },
    { type: 'engine.respond', request: { kind: 'instructed', instructions: 'Say goodbye.' } },
    { type: 'engine.respond', request: { kind: 'go_on', after: 'Good' } },
    { type: 'engine.respond', request: { kind: 'continue' } },
    { type: 'engine.respond', request: { kind: 'speak' } },
  ],
}

/** Lets it say something: to the caller's words, or when it is asked to go on. */
export async function letSpeak(engine: EngineUnderTest) {
  const { traits } = await engine.created()
  const before = engine.count('engine.response_done')
  const turns = engine.count('engine.transcribed')
  engine.hear(...utterance())
  await engine.until('engine.transcribed', turns)
  if (!traits.answersItself) engine.perform(RESPOND)
  const { responseId, status } = await engine.until('engine.response_done', before)
  const audio = engine.events.flatMap((event) =>
    event.type === 'engine.audio' && event.responseId === responseId ? [event] : [],
  )
  return { responseId, status, audio }
}

/** Tries everything that could make it speak. */
export async function provoke(engine: EngineUnderTest, vendor: Vendor | null): Promise<void> {
  engine.hear(...utterance())
  engine.perform(...Object.values(EFFECTS).flat(), CLOSE)
  vendor?.breakOff()
  await vendor?.closed()
  await engine.control.sync()
  engine.hear(...quiet(200))
  await engine.control.sync()
}
