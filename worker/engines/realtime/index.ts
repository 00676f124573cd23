import type { RealtimeSettings } from '../../../convex/model/engines/realtime/settings.ts'
import type { EngineModule } from '../../call/ports.ts'
import type { EngineTraits } from '../../call/traits.ts'
import { RealtimeEngine } from './RealtimeEngine.ts'
import { actsAlone, type RealtimeBrief } from './session.ts'

const NOT_SET = 'OPENAI_API_KEY is not set.'

/** OpenAI Realtime: one model hears, thinks and speaks. */
export const realtime: EngineModule<RealtimeSettings> = {
  missing: ({ openai }) => (openai ? null : NOT_SET),
  traits,
  create(brief, { openai }, listener) {
    if (!openai) throw new Error(NOT_SET)
    return new RealtimeEngine(brief, openai, listener)
  },
}

function traits(brief: RealtimeBrief): EngineTraits {
  const alone = actsAlone(brief)
  return {
    audio: 'relayed',
    speechEvents: true,
    answersItself: alone,
    stopsItself: alone,
    forgets: true,
    deletes: true,
    says: 'instructed',
    continuous: false,
  }
}
