/**
 * The models this server knows.
 * https://platform.openai.com/docs/deprecations
 */
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
