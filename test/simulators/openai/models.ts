/**
 * The models this server knows.
 * https://platform.openai.com/docs/deprecations
 */
import { ClientError } from './wireErrors.ts'

export interface KnownModel {
  /** The day from which on the model is no longer served, `YYYY-MM-DD`. */
  shutdownDate: string | null
  /** Whether it takes `reasoning` and `parallel_tool_calls`. */
  reasoning: boolean
}

export const REALTIME_MODELS: Readonly<Record<string, KnownModel>> = {
  'gpt-realtime-2.1': { shutdownDate: null, reasoning: true },
  'gpt-realtime-2.1-mini': { shutdownDate: null, reasoning: true },
  'gpt-realtime-2': { shutdownDate: null, reasoning: true },
  'gpt-realtime-1.5': { shutdownDate: null, reasoning: false },
  'gpt-realtime': { shutdownDate: '2027-01-20', reasoning: false },
  'gpt-realtime-2025-08-28': { shutdownDate: '2027-01-20', reasoning: false },
  'gpt-realtime-mini': { shutdownDate: '2027-01-20', reasoning: false },
  'gpt-realtime-mini-2025-12-15': { shutdownDate: '2027-01-20', reasoning: false },
}

const EFFORTS = ['none', 'low', 'medium', 'high', 'xhigh']
/** Of the first models that reasoned: they always do. */
const FIRST_EFFORTS = ['minimal', 'low', 'medium', 'high']

/** A model that writes. */
interface TextModel {
  shutdownDate: string | null
  /** The reasoning efforts that it takes; none where it does not reason. */
  efforts: readonly string[]
}

export const TEXT_MODELS: Readonly<Record<string, TextModel>> = {
  'gpt-6-luna': { shutdownDate: null, efforts: EFFORTS },
  'gpt-6-sol': { shutdownDate: null, efforts: EFFORTS },
  'gpt-5.6-luna': { shutdownDate: null, efforts: EFFORTS },
  'gpt-5.6-terra': { shutdownDate: null, efforts: EFFORTS },
  'gpt-5.6-sol': { shutdownDate: null, efforts: EFFORTS },
  'gpt-5': { shutdownDate: '2026-12-11', efforts: FIRST_EFFORTS },
  'gpt-5-mini': { shutdownDate: '2026-12-11', efforts: FIRST_EFFORTS },
  'gpt-4.1': { shutdownDate: '2027-01-14', efforts: [] },
  'gpt-4.1-mini': { shutdownDate: '2027-01-14', efforts: [] },
  'gpt-4o': { shutdownDate: '2027-01-14', efforts: [] },
  'gpt-4o-mini': { shutdownDate: '2027-01-14', efforts: [] },
}

const textModel = (model: string): TextModel | undefined =>
  Object.hasOwn(TEXT_MODELS, model) ? TEXT_MODELS[model] : undefined

/** Whether this model can be asked for text. */
export function servesText(model: string, now: Date): boolean {
  const known = textModel(model)
  return known !== undefined && !isOver(known.shutdownDate, now)
}

/** Whether the model thinks before it writes: medium is what it does unasked. */
export function thinksBefore(model: string, effort: string | null | undefined): boolean {
  const { efforts = [] } = textModel(model) ?? {}
  return efforts.length > 0 && (effort ?? 'medium') !== 'none'
}

/** @throws ClientError where the model takes no such effort or verbosity. */
export function refuseTuning(
  model: string,
  effort: string | null | undefined,
  verbosity: string | null | undefined,
): void {
  const { efforts = [] } = textModel(model) ?? {}
  if (effort != null && efforts.length === 0) {
    const message = `Unsupported parameter: 'reasoning.effort' is not supported with this model.`
    throw new ClientError('unsupported_parameter', message, 'reasoning.effort')
  }
  if (effort != null && !efforts.includes(effort)) {
    throw unsupportedValue(model, 'reasoning.effort', effort, efforts)
  }
  if (efforts.length === 0 && verbosity != null && verbosity !== 'medium') {
    throw unsupportedValue(model, 'text.verbosity', verbosity, ['medium'])
  }
}

function unsupportedValue(
  model: string,
  param: string,
  value: string,
  allowed: readonly string[],
): ClientError {
  const known = allowed.map((one) => `'${one}'`).join(', ')
  const message = `Unsupported value: '${value}' is not supported with the '${model}' model. Supported values are: ${known}.`
  return new ClientError('unsupported_value', message, param)
}

export const TRANSCRIPTION_MODELS: Readonly<Record<string, string | null>> = {
  'gpt-transcribe': null,
  'gpt-live-transcribe': null,
  'gpt-realtime-whisper': null,
  'whisper-1': '2027-02-26',
  'gpt-4o-transcribe': '2027-02-26',
  'gpt-4o-mini-transcribe': '2027-02-26',
  'gpt-4o-mini-transcribe-2025-12-15': '2027-02-26',
  'gpt-4o-transcribe-diarize': '2027-02-26',
}

interface ModelRow {
  id: string
  object: 'model'
  created: number
  owned_by: string
  shutdown_date: string | null
}

function modelRow(id: string, shutdownDate: string | null): ModelRow {
  const created = 1_756_339_200
  return { id, object: 'model', created, owned_by: 'system', shutdown_date: shutdownDate }
}

/** What `GET /v1/models` lists: the models that are served. */
export function listModels(now: Date): ModelRow[] {
  return [
    ...Object.entries(REALTIME_MODELS).map(([id, model]) => modelRow(id, model.shutdownDate)),
    ...Object.entries(TEXT_MODELS).map(([id, model]) => modelRow(id, model.shutdownDate)),
    ...Object.entries(TRANSCRIPTION_MODELS).map(([id, date]) => modelRow(id, date)),
  ].filter((row) => !isOver(row.shutdown_date, now))
}

/** Whether a session of this model can be had. */
export function serves(model: string, now: Date): boolean {
  const known = Object.hasOwn(REALTIME_MODELS, model) ? REALTIME_MODELS[model] : undefined
  return known !== undefined && !isOver(known.shutdownDate, now)
}

/** Whether speech can be transcribed by this model. */
export function transcribes(model: string, now: Date): boolean {
  const date = Object.hasOwn(TRANSCRIPTION_MODELS, model) ? TRANSCRIPTION_MODELS[model] : undefined
  return date !== undefined && !isOver(date, now)
}

/** A shutdown date is the first day without the model. */
function isOver(shutdownDate: string | null, now: Date): boolean {
  return shutdownDate !== null && now.toISOString().slice(0, 10) >= shutdownDate
}
