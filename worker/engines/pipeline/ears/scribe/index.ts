import type { ElevenLabsEars } from '../../../../../convex/model/engines/pipeline/settings.ts'
import type { EarsModule } from '../../../../call/ports.ts'
import { ScribeEars } from './ScribeEars.ts'

const NOT_SET = 'ELEVENLABS_API_KEY is not set.'

/** ElevenLabs Scribe. It tells of no speech, only of words. */
export const scribe: EarsModule<ElevenLabsEars> = {
  missing: (_settings, { elevenlabs }) => (elevenlabs ? null : NOT_SET),
  traits: ({ vad }) => ({ endsTurns: !vad.on, tellSpeech: false }),
  create(settings, { voice }, { elevenlabs }, listener) {
    if (!elevenlabs) throw new Error(NOT_SET)
    return new ScribeEars(settings, voice.locale, elevenlabs, listener)
  },
}
