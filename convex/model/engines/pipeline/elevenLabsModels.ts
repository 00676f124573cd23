/** The models of ElevenLabs that hear and speak. https://elevenlabs.io/docs/overview/models */
import { type CatalogueModel, noticeOf } from '../catalogue.ts'

export const SCRIBE_MODELS: ReadonlyMap<string, CatalogueModel> = new Map([
  ['scribe_v2_realtime', current('Scribe v2 Realtime')],
  ['scribe_v3_live', current('Scribe v3 Live')],
])

export const SPEECH_MODELS: ReadonlyMap<string, CatalogueModel> = new Map([
  ['eleven_flash_v2_5', current('Eleven Flash v2.5')],
  ['eleven_flash_v2', current('Eleven Flash v2')],
  ['eleven_multilingual_v2', current('Eleven Multilingual v2')],
  ['eleven_turbo_v2_5', outdated('Eleven Turbo v2.5', 'eleven_flash_v2_5')],
  ['eleven_turbo_v2', outdated('Eleven Turbo v2', 'eleven_flash_v2')],
])

function current(label: string): CatalogueModel {
  return { label, shutdownDate: null, successor: null }
}

function outdated(label: string, successor: string): CatalogueModel {
  return { label, shutdownDate: null, successor }
}

export const elevenLabsModelOf = (name: string): CatalogueModel | undefined =>
  SCRIBE_MODELS.get(name) ?? SPEECH_MODELS.get(name)

export const elevenLabsNotice = (name: string, today: string): string | null =>
  noticeOf('ElevenLabs', elevenLabsModelOf(name), today)
