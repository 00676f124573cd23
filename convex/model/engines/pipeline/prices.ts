/** What the parts of a pipeline cost. What the speech of OpenAI costs is in `../realtime/prices.ts`. */
import { type PriceList, type PriceOf, priceFrom } from '../../priceList.ts'
import { realtimePrice, VENDOR as OPENAI } from '../realtime/prices.ts'
import { snapshotOf } from './chatModels.ts'

export const ELEVENLABS = 'elevenlabs'

const PER_MILLION = 1e-6
const PER_THOUSAND = 1e-3
const PER_HOUR = 1 / 3600

/** USD per 1M tokens. A cached token is priced as such only: it is not counted as a fresh one too. */
function tokens(fresh: number, cached: number, out: number): Record<string, number> {
  return {
    text_in_tokens: fresh * PER_MILLION,
    text_in_cached_tokens: cached * PER_MILLION,
    text_out_tokens: out * PER_MILLION,
  }
}

/**
 * https://developers.openai.com/api/docs/pricing: standard processing, prompts of up to 272,000 tokens.
 * A price that changes gets a line with the day from which it is asked; the old line stays.
 */
const CHAT: PriceList = {
  'gpt-6-luna': [{ since: '2026-09-22', perUnit: tokens(0.1, 0.01, 0.5) }],
  'gpt-6-sol': [{ since: '2026-09-22', perUnit: tokens(2, 0.2, 10) }],
  'gpt-6-astra': [{ since: '2026-09-03', perUnit: tokens(10, 1, 50) }],
  'gpt-6.1-sol': [{ since: '2026-01-01', perUnit: tokens(2, 0.1, 10) }],
  'gpt-6.1-terra': [{ since: '2026-10-26', perUnit: tokens(1, 0.05, 5) }],
  'gpt-5.6-luna': [
    { since: '2026-07-09', perUnit: tokens(1, 0.1, 6) },
    { since: '2026-07-30', perUnit: tokens(0.2, 0.02, 1.2) },
  ],
  'gpt-5.6-terra': [
    { since: '2026-07-09', perUnit: tokens(2.5, 0.25, 15) },
    { since: '2026-07-30', perUnit: tokens(2, 0.2, 12) },
  ],
  'gpt-5.4-mini': [{ since: '2026-03-17', perUnit: tokens(0.75, 0.075, 4.5) }],
  'gpt-4o': [{ since: '2026-01-01', perUnit: tokens(2.5, 1.25, 10) }],
  'gpt-4o-mini': [{ since: '2026-01-01', perUnit: tokens(0.15, 0.075, 0.6) }],
  'gpt-4.1': [{ since: '2026-01-01', perUnit: tokens(2, 0.5, 8) }],
  'gpt-4.1-mini': [{ since: '2026-01-01', perUnit: tokens(0.4, 0.1, 1.6) }],
}

/** USD per hour that it listens, spoken or not. */
const heard = (usd: number): Record<string, number> => ({ heard_sec: usd * PER_HOUR })

/** USD per 1,000 characters. */
const spoken = (usd: number): Record<string, number> => ({ characters: usd * PER_THOUSAND })

/** https://elevenlabs.io/pricing/api: without what a plan includes. */
const SPEECH: PriceList = {
  scribe_v2_realtime: [{ since: '2026-01-01', perUnit: heard(0.39) }],
  scribe_v3_live: [{ since: '2026-11-21', perUnit: heard(0.36) }],
  eleven_flash_v2_5: [{ since: '2026-01-01', perUnit: spoken(0.05) }],
  eleven_flash_v2: [{ since: '2026-01-01', perUnit: spoken(0.05) }],
  eleven_turbo_v2_5: [{ since: '2026-01-01', perUnit: spoken(0.05) }],
  eleven_turbo_v2: [{ since: '2026-01-01', perUnit: spoken(0.05) }],
  eleven_multilingual_v2: [{ since: '2026-01-01', perUnit: spoken(0.1) }],
}

const chatPrice = priceFrom(OPENAI, CHAT)
const speechPrice = priceFrom(ELEVENLABS, SPEECH)

/** OpenAI's chat models under the name of the host that is asked for them, too. */
const OPENAI_HOST = 'api.openai.com'

export const pipelinePrice: PriceOf = (line, at) => {
  const vendor = line.vendor === OPENAI_HOST ? OPENAI : line.vendor
  const chat = { ...line, vendor, model: snapshotOf(line.model) }
  return speechPrice(line, at) ?? chatPrice(chat, at) ?? realtimePrice(line, at)
}
