import type { EngineBrief, EngineModule } from '../../call/ports.ts'
import type { EngineTraits } from '../../call/traits.ts'
import type { EngineAccounts } from '../accounts.ts'
import { RealtimeEngine } from './RealtimeEngine.ts'

const NOT_SET = 'OPENAI_API_KEY is not set.'

/** OpenAI Realtime: one model hears, thinks and speaks. */
export const realtime: EngineModule<EngineAccounts> = {
  missing: ({ openai }) => (openai ? null : NOT_SET),
  traits,
  create(brief, { openai }, listener) {
    const { settings } = brief
    if (!openai) throw new Error(NOT_SET)
    if (settings.engine !== 'realtime') throw new Error('These are another engine’s settings.')
    return new RealtimeEngine({ ...brief, settings }, openai, listener)
  },
}

/**
 * With barge-in the model answers a caller's turn by itself and stops when the caller speaks: both
 * save a round trip. Without it the call asks for each answer, so that the agent can finish first.
 */
function traits({ voice }: EngineBrief): EngineTraits {
  return {
    audio: 'relayed',
    speechEvents: true,
    answersItself: voice.bargeIn,
    stopsItself: voice.bargeIn,
    forgets: true,
    says: 'instructed',
    continuous: false,
  }
}
