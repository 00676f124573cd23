/** What a response is made by: what its request says, and what the session says where it says nothing. */
import type { ResponseParams } from './protocol.ts'
import type { AudioFormat } from './sessionConfig.ts'
import type { Settings } from './settings.ts'

export interface ResponseTerms {
  modalities: Settings['output_modalities']
  maxOutputTokens: Settings['max_output_tokens']
  format: AudioFormat
  /** The name of a voice of OpenAI's, or the id of a customer's own. */
  voice: string
}

export function termsOf(params: ResponseParams, settings: Settings): ResponseTerms {
  const asked = params.audio?.output
  const voice = asked?.voice ?? settings.audio.output.voice
  return {
    modalities: params.output_modalities ?? settings.output_modalities,
    maxOutputTokens: params.max_output_tokens ?? settings.max_output_tokens,
    format: asked?.format ?? settings.audio.output.format,
    voice: typeof voice === 'string' ? voice : voice.id,
  }
}
