/** What OpenAI tells of how much was used: of a response in tokens, of a transcription in tokens or seconds. */
import * as z from 'zod'
import { VENDOR } from '../../../convex/model/engines/realtime/prices.ts'
import { type Usage, usageLines } from '../../../convex/model/usage.ts'

/** What is no number of tokens counts for none: a bill must not cost a call its event. */
const count = z.number().min(0).catch(0)
const usageDetails = z.object({ text_tokens: count, audio_tokens: count })
export const responseUsageSchema = z.object({
  input_token_details: usageDetails
    .extend({ cached_tokens: count, cached_tokens_details: usageDetails.nullish() })
    .nullish(),
  output_token_details: usageDetails.nullish(),
})

export const transcriptionUsageSchema = z.object({
  seconds: z.number().min(0).nullish(),
  input_token_details: z.object({ audio_tokens: count }).nullish(),
})

/** The caller's audio makes one token each 100 ms; some models report tokens, some seconds. */
const SECONDS_PER_TOKEN = 0.1

/** What a transcription used of a model; `null`: nothing that was told. */
export function transcriptionUsage(
  usage: z.infer<typeof transcriptionUsageSchema> | null | undefined,
  part: string,
  model: string,
): Usage | null {
  const tokens = usage?.input_token_details?.audio_tokens ?? 0
  const transcribed_sec = usage?.seconds ?? tokens * SECONDS_PER_TOKEN
  return transcribed_sec > 0
    ? usageLines({ part, vendor: VENDOR, model }, { transcribed_sec })
    : null
}

/** What a response used of a model. Cached tokens are a subset of the input's; here each is counted once. */
export function usageOf(
  usage: z.infer<typeof responseUsageSchema>,
  part: string,
  model: string,
): Usage {
  const { input_token_details: input, output_token_details: output } = usage
  const cached = cachedOf(input)
  return usageLines(
    { part, vendor: VENDOR, model },
    {
      text_in_tokens: (input?.text_tokens ?? 0) - cached.text,
      text_in_cached_tokens: cached.text,
      text_out_tokens: output?.text_tokens ?? 0,
      audio_in_tokens: (input?.audio_tokens ?? 0) - cached.audio,
      audio_in_cached_tokens: cached.audio,
      audio_out_tokens: output?.audio_tokens ?? 0,
    },
  )
}

/**
 * What of the input was cached. Some tell the sum alone: it is the beginning of the input, where the
 * instructions stand, so text comes first.
 */
function cachedOf(input: z.infer<typeof responseUsageSchema>['input_token_details']) {
  if (!input) return { text: 0, audio: 0 }
  const { text_tokens, audio_tokens, cached_tokens, cached_tokens_details: told } = input
  const text = Math.min(text_tokens, told?.text_tokens ?? cached_tokens)
  return { text, audio: Math.min(audio_tokens, told?.audio_tokens ?? cached_tokens - text) }
}
