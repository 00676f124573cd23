/** The models of OpenAI that talk and that transcribe. What they cost is in `prices.ts`. */

import { type CatalogueModel, isGone, noticeOf, servedBy } from '../catalogue.ts'

export interface RealtimeModel extends CatalogueModel {
  /** Whether the model takes a `reasoning` setting. */
  reasoning: boolean
}

/**
 * The GPT Realtime family. A model stays here after its end, so that agents that were set to it are
 * served by its successor.
 * Sources: the `openai` package's types, https://developers.openai.com/api/docs/deprecations
 */
export const REALTIME_MODELS: ReadonlyMap<string, RealtimeModel> = new Map([
  ['gpt-realtime-2.1', current('GPT Realtime 2.1', true)],
  ['gpt-realtime-2.1-mini', current('GPT Realtime 2.1 mini', true)],
  ['gpt-realtime-2', current('GPT Realtime 2', true)],
  ['gpt-realtime-1.5', current('GPT Realtime 1.5', false)],
  ['gpt-realtime', retired('GPT Realtime', '2027-01-20', 'gpt-realtime-2.1')],
  ['gpt-realtime-mini', retired('GPT Realtime mini', '2027-01-20', 'gpt-realtime-2.1-mini')],
])

/** What turns the caller's speech into the transcript. */
export const TRANSCRIPTION_MODELS: ReadonlyMap<string, CatalogueModel> = new Map([
  ['gpt-transcribe', current('GPT Transcribe', false)],
  ['gpt-4o-transcribe', retired('GPT-4o Transcribe', '2027-02-26', 'gpt-transcribe')],
  ['gpt-4o-mini-transcribe', retired('GPT-4o mini Transcribe', '2027-02-26', 'gpt-transcribe')],
  ['whisper-1', retired('Whisper', '2027-02-26', 'gpt-transcribe')],
])

export const DEFAULT_MODEL = 'gpt-realtime-2.1'
export const DEFAULT_TRANSCRIPTION_MODEL = 'gpt-transcribe'

function current(label: string, reasoning: boolean): RealtimeModel {
  return { label, shutdownDate: null, successor: null, reasoning }
}

function retired(label: string, shutdownDate: string, successor: string): RealtimeModel {
  return { label, shutdownDate, successor, reasoning: false }
}

/** What is known of a model by its name; nothing of one that is in no catalogue. */
export const modelOf = (name: string): CatalogueModel | undefined =>
  REALTIME_MODELS.get(name) ?? TRANSCRIPTION_MODELS.get(name)

/** The name for people; of a model that the catalogue does not know, the name itself. */
export const modelLabel = (name: string): string => modelOf(name)?.label ?? name

/** Whether the model is gone: from its shutdown date on. `today` is `YYYY-MM-DD` in UTC. */
export const isRetired = (name: string, today: string): boolean => isGone(modelOf(name), today)

/** The model a call really uses; a name that the catalogue does not know is asked for as it is. */
export const servedModel = (name: string, today: string): string => servedBy(modelOf, name, today)

/** The sentence to show beside a model with an announced end; `null` for the others. */
export const retirementNotice = (name: string, today: string): string | null =>
  noticeOf('OpenAI', modelOf(name), today)
