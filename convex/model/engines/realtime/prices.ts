/**
 * What OpenAI Realtime costs.
 * https://developers.openai.com/api/docs/pricing
 */
import { type PriceList, priceFrom } from '../../priceList.ts'

export const VENDOR = 'openai'

const PER_MILLION = 1e-6
const PER_MINUTE = 1 / 60

interface TokenPrices {
  text: [fresh: number, cached: number, out: number]
  audio: [fresh: number, cached: number, out: number]
}

/** USD per 1M tokens. A cached token is priced as such only: it is not counted as a fresh one too. */
function tokens({ text, audio }: TokenPrices): Record<string, number> {
  return {
    text_in_tokens: text[0] * PER_MILLION,
    text_in_cached_tokens: text[1] * PER_MILLION,
    text_out_tokens: text[2] * PER_MILLION,
    audio_in_tokens: audio[0] * PER_MILLION,
    audio_in_cached_tokens: audio[1] * PER_MILLION,
    audio_out_tokens: audio[2] * PER_MILLION,
  }
}

/** USD per minute of the caller's speech. */
const transcribed = (usd: number): Record<string, number> => ({ transcribed_sec: usd * PER_MINUTE })

const LARGE = tokens({ text: [4, 0.4, 24], audio: [32, 0.4, 64] })
const LARGE_1 = tokens({ text: [4, 0.4, 16], audio: [32, 0.4, 64] })
const MINI = tokens({ text: [0.6, 0.06, 2.4], audio: [10, 0.3, 20] })

/** A price that changes gets a line with the day from which it is asked; the old line stays. */
const PRICES: PriceList = {
  'gpt-realtime-2.1': [{ since: '2026-01-01', perUnit: LARGE }],
  'gpt-realtime-2.1-mini': [{ since: '2026-01-01', perUnit: MINI }],
  'gpt-realtime-2': [{ since: '2026-01-01', perUnit: LARGE }],
  'gpt-realtime-1.5': [{ since: '2026-01-01', perUnit: LARGE_1 }],
  'gpt-realtime': [{ since: '2026-01-01', perUnit: LARGE_1 }],
  'gpt-realtime-mini': [{ since: '2026-01-01', perUnit: MINI }],
  'gpt-transcribe': [{ since: '2026-01-01', perUnit: transcribed(0.0045) }],
  'gpt-4o-transcribe': [{ since: '2026-01-01', perUnit: transcribed(0.006) }],
  'gpt-4o-mini-transcribe': [{ since: '2026-01-01', perUnit: transcribed(0.003) }],
  'whisper-1': [{ since: '2026-01-01', perUnit: transcribed(0.006) }],
}

export const realtimePrice = priceFrom(VENDOR, PRICES)
