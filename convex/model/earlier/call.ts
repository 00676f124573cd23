/** Calls as version 0.1.0 wrote them, and what they are now. */
import * as z from 'zod'
import { type Call, callSchema } from '../call.ts'
import { type Cost, type Money, partCosts } from '../cost.ts'
import { DEFAULT_TRANSCRIPTION_MODEL } from '../engines/realtime/catalogue.ts'
import { VENDOR } from '../engines/realtime/prices.ts'
import { SCHEMA_VERSION } from '../schemaVersion.ts'
import { type Usage, usageLines } from '../usage.ts'

/** Everything was used of OpenAI: tokens by the call's model, seconds by the one that transcribed. */
const earlierUsageSchema = z.object({
  textIn: z.number(),
  textCached: z.number(),
  textOut: z.number(),
  audioIn: z.number(),
  audioCached: z.number(),
  audioOut: z.number(),
  transcribedSec: z.number(),
})
type EarlierUsage = z.infer<typeof earlierUsageSchema>

function usageLinesOf(usage: EarlierUsage, model: string): Usage {
  const transcription = DEFAULT_TRANSCRIPTION_MODEL
  return [
    ...usageLines(
      { part: 'model', vendor: VENDOR, model },
      {
        text_in_tokens: usage.textIn,
        text_in_cached_tokens: usage.textCached,
        text_out_tokens: usage.textOut,
        audio_in_tokens: usage.audioIn,
        audio_in_cached_tokens: usage.audioCached,
        audio_out_tokens: usage.audioOut,
      },
    ),
    ...usageLines(
      { part: 'transcription', vendor: VENDOR, model: transcription },
      { transcribed_sec: usage.transcribedSec },
    ),
  ]
}

const earlierLineSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('usage'), usage: earlierUsageSchema }),
  z.object({ kind: z.literal('carrier_price'), usd: z.number(), unit: z.string() }),
])

/** A line of a journal of a call of this `model`; lines of today are left as they are. */
export function upcastLine(line: unknown, model: string): unknown {
  const earlier = earlierLineSchema.safeParse(line).data
  switch (earlier?.kind) {
    case 'usage':
      return { kind: earlier.kind, usage: usageLinesOf(earlier.usage, model) }
    case 'carrier_price': {
      const price: Money = { amount: earlier.usd, currency: earlier.unit }
      return { kind: earlier.kind, price }
    }
    case undefined:
      return line
  }
}

export const earlierCallSchema = z.object({
  ...callSchema.omit({ schemaVersion: true }).shape,
  usage: earlierUsageSchema,
  cost: z.object({
    model: z.number(),
    transcription: z.number(),
    carrier: z.number().nullable(),
  }),
  carrierPriceUnit: z.string().nullable(),
})
type EarlierCall = z.infer<typeof earlierCallSchema>

/** The carrier's price was in its own currency, whatever the sum of a call's costs made of it. */
export function upcastCall({ usage, cost, carrierPriceUnit, ...call }: EarlierCall): Call {
  const lines = usageLinesOf(usage, call.model)
  const carrier: Cost['carrier'] =
    cost.carrier === null ? null : { amount: cost.carrier, currency: carrierPriceUnit ?? 'USD' }
  return {
    ...call,
    schemaVersion: SCHEMA_VERSION,
    usage: lines,
    cost: { parts: partCosts(lines, call.startedAt), carrier },
  }
}

/** Reads a call that this release or the one before it has kept. */
export const keptCallSchema = z.union([callSchema, earlierCallSchema.transform(upcastCall)])
