import * as z from 'zod'

export interface TokenPrices {
  textIn: number
  textCached: number
  textOut: number
  audioIn: number
  audioCached: number
  audioOut: number
}

export interface RealtimeModel {
  /** As people know it. */
  label: string
  /** The last day OpenAI serves it, `YYYY-MM-DD`; `null` while none is announced. */
  shutdownDate: string | null
  /** What to use instead once it is shut down. */
  successor: string | null
  /** Whether the model takes a `reasoning` setting. */
  reasoning: boolean
  /** USD per 1M tokens. */
  prices: TokenPrices
}

const LARGE: TokenPrices = {
  textIn: 4,
  textCached: 0.4,
  textOut: 24,
  audioIn: 32,
  audioCached: 0.4,
  audioOut: 64,
}
const LARGE_1: TokenPrices = { ...LARGE, textOut: 16 }
const MINI: TokenPrices = {
  textIn: 0.6,
  textCached: 0.06,
  textOut: 2.4,
  audioIn: 10,
  audioCached: 0.3,
  audioOut: 20,
}

/**
 * The GPT Realtime family.
 * Sources: the `openai` package's types, https://developers.openai.com/api/docs/pricing and …/deprecations.
 */
export const REALTIME_MODELS = {
  'gpt-realtime-2.1': {
    label: 'GPT Realtime 2.1',
    shutdownDate: null,
    successor: null,
    reasoning: true,
    prices: LARGE,
  },
  'gpt-realtime-2.1-mini': {
    label: 'GPT Realtime 2.1 mini',
    shutdownDate: null,
    successor: null,
    reasoning: true,
    prices: MINI,
  },
  'gpt-realtime-2': {
    label: 'GPT Realtime 2',
    shutdownDate: null,
    successor: null,
    reasoning: true,
    prices: LARGE,
  },
  'gpt-realtime-1.5': {
    label: 'GPT Realtime 1.5',
    shutdownDate: null,
    successor: null,
    reasoning: false,
    prices: LARGE_1,
  },
  'gpt-realtime': {
    label: 'GPT Realtime',
    shutdownDate: '2027-01-20',
    successor: 'gpt-realtime-2.1',
    reasoning: false,
    prices: LARGE_1,
  },
  'gpt-realtime-mini': {
    label: 'GPT Realtime mini',
    shutdownDate: '2027-01-20',
    successor: 'gpt-realtime-2.1-mini',
    reasoning: false,
    prices: MINI,
  },
} as const satisfies Record<string, RealtimeModel>

export type RealtimeModelName = keyof typeof REALTIME_MODELS

const MODEL_NAMES = Object.keys(REALTIME_MODELS) as [RealtimeModelName, ...RealtimeModelName[]]

/** What new agents get: the successor of “GPT Realtime”, which OpenAI retires on 2027-01-20. */
export const DEFAULT_MODEL: RealtimeModelName = 'gpt-realtime-2.1'

export const modelSchema = z.enum(MODEL_NAMES, { error: 'Choose one of the models in the list.' })

export function realtimeModel(name: RealtimeModelName): RealtimeModel {
  return REALTIME_MODELS[name]
}

/** The sentence to show beside a model with an announced end; `null` for the others. */
export function retirementNotice(name: RealtimeModelName, today: string): string | null {
  const { label, shutdownDate, successor } = realtimeModel(name)
  if (!shutdownDate) return null
  const verb = today > shutdownDate ? 'shut down' : 'shuts down'
  return `OpenAI ${verb} ${label} on ${shutdownDate}; use ${successor} instead.`
}

/**
 * The model a call really uses: a model past its last day is replaced by its successor, so that an
 * agent nobody edited keeps answering. `today` is `YYYY-MM-DD` in UTC.
 */
export function servedModel(name: RealtimeModelName, today: string): RealtimeModelName {
  const { shutdownDate, successor } = realtimeModel(name)
  if (!shutdownDate || !successor || today <= shutdownDate) return name
  return modelSchema.parse(successor)
}

/** What turns the caller's speech into the transcript. */
export const TRANSCRIPTION_MODEL = 'gpt-transcribe'
/** USD per minute of transcribed audio. */
export const TRANSCRIPTION_PRICE_PER_MINUTE = 0.0045
