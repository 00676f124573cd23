import type { ElevenLabsMouth } from '../../../../../convex/model/engines/pipeline/settings.ts'
import type { Mouth, PartListener, PartModule } from '../../../../call/ports.ts'
import { ElevenLabsSpeech } from './ElevenLabsSpeech.ts'

const NOT_SET = 'ELEVENLABS_API_KEY is not set.'

/** ElevenLabs speaks while the text is still being written, and tells when each word is said. */
export const elevenLabsMouth: PartModule<ElevenLabsMouth, PartListener, Mouth> = {
  missing: (_settings, { elevenlabs }) => (elevenlabs ? null : NOT_SET),
  create(settings, { voice: { locale } }, { elevenlabs: account }, listener) {
    if (!account) throw new Error(NOT_SET)
    return new ElevenLabsSpeech({ settings, locale, account }, listener)
  },
}
