import type { RealtimeSettings } from '../../../convex/model/engines/realtime/settings.ts'
import type { EngineModule } from '../../call/ports.ts'
import { realtime } from '../realtime/index.ts'
import { SipEngine } from './SipEngine.ts'

/** OpenAI Realtime over its SIP connector: caller and model hear each other without us. */
export const sip: EngineModule<RealtimeSettings> = {
  missing: realtime.missing,
  traits: (brief) => ({ ...realtime.traits(brief), audio: 'direct', forgets: false }),
  create(brief, { openai }, listener) {
    if (!openai || !brief.direct) throw new Error('There is no account, or no line.')
    return new SipEngine(brief, brief.direct, openai, listener)
  },
}
