/** What is found out of a call once it is over, and who was told: as the call itself keeps it. */
import * as z from 'zod'
import { type OutcomeField, outcomeFieldSchema, webhookEventSchema } from './afterCall.ts'

/** How a call went for its caller. */
export const OUTCOMES = [
  'resolved',
  'follow_up',
  'unresolved',
  'not_for_us',
  /** No model is asked of a call in which the caller said nothing. */
  'nothing_said',
] as const
export const outcomeSchema = z.enum(OUTCOMES)
export type CallOutcome = z.infer<typeof outcomeSchema>

/** What each of them means, for the model and for people. */
export const OUTCOME_MEANINGS: Readonly<Record<CallOutcome, string>> = {
  resolved: 'The caller got what they called for.',
  follow_up: 'Somebody promised to do something after the call, or has to.',
  unresolved: 'The caller did not get what they called for, and nobody promised it.',
  not_for_us: 'A wrong number, an advertisement or a prank.',
  nothing_said: 'The caller said nothing.',
}

/** What was found for a field of the operator's; `null`: the call does not tell. */
export const foundFieldSchema = z.object({
  ...outcomeFieldSchema.pick({ name: true, type: true }).shape,
  value: z.union([z.string(), z.number(), z.boolean(), z.null()]),
})
export type FoundField = z.infer<typeof foundFieldSchema>

/** How the analysis of a call stands. Times are epoch ms. */
export const analysisSchema = z.discriminatedUnion('state', [
  /** It is tried again: what went wrong so far, `null` before the first answer. */
  z.object({
    state: z.literal('waiting'),
    tries: z.number().int().min(0),
    nextAt: z.number(),
    problem: z.string().nullable(),
  }),
  z.object({
    state: z.literal('done'),
    at: z.number(),
    /** '' where no model was asked. */
    model: z.string(),
    outcome: outcomeSchema,
    summary: z.string(),
    fields: z.array(foundFieldSchema),
  }),
  z.object({ state: z.literal('failed'), at: z.number(), problem: z.string() }),
])
export type Analysis = z.infer<typeof analysisSchema>
export type Analysed = Extract<Analysis, { state: 'done' }>

/** One webhook's share of one event. Times are epoch ms. */
export const webhookDeliverySchema = z.object({
  /** The `webhook-id`, the same for every try. */
  id: z.string(),
  event: webhookEventSchema,
  /** Its place among the agent's webhooks. */
  webhook: z.number().int().min(0),
  /** Its address without what stands behind `?`. */
  to: z.string(),
  state: z.enum([
    'waiting',
    'delivered',
    /** It is no use to try again. */
    'stopped',
    /** It was tried as often as it may be. */
    'given_up',
  ]),
  tries: z.number().int().min(0),
  firstAt: z.number(),
  lastAt: z.number().nullable(),
  nextAt: z.number().nullable(),
  /** Of the last answer; `null`: there was none. */
  status: z.number().int().nullable(),
  /** A sentence; never holds a secret. */
  problem: z.string().nullable(),
})
export type WebhookDelivery = z.infer<typeof webhookDeliverySchema>

/** One row of `afterCalls`. */
export const afterCallRecordSchema = z.object({
  callSid: z.string().min(1).max(64),
  /** Later ones are larger. */
  revision: z.number().int().min(0),
  /** `null`: the call is not analysed. */
  analysis: analysisSchema.nullable(),
  deliveries: z.array(webhookDeliverySchema),
})
export type AfterCallRecord = z.infer<typeof afterCallRecordSchema>

/** Whether calls can be found by the value of such a field: it has few. */
export const isFilterable = ({ type }: Pick<OutcomeField, 'type'>): boolean =>
  type === 'choice' || type === 'boolean'

const FNV_PRIME = 0x100000001b3n
const FNV_OFFSET = 0xcbf29ce484222325n

/** http://www.isthe.com/chongo/tech/comp/fnv/ */
function fnv1a(text: string): bigint {
  let hash = FNV_OFFSET
  for (const byte of new TextEncoder().encode(text)) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * FNV_PRIME)
  }
  return hash
}

/** Stands for a value among the words by which a call is found; no word that is said has this form. */
export const outcomeWord = (name: string, value: string | boolean): string =>
  `qz${fnv1a(`${name}=${value}`).toString(36)}qz`

/** The field's name under which the outcome itself is found: no field can have it. */
const OUTCOME = '=outcome'

/** The word by which calls of this outcome are found. */
export const wordOfOutcome = (outcome: string): string => outcomeWord(OUTCOME, outcome)

/** Every word by which a call is found for what was found out of it. */
export function wordsOfAnalysis(analysis: Analysis | null): string[] {
  if (analysis?.state !== 'done') return []
  const fields = analysis.fields.flatMap(({ name, type, value }) =>
    isFilterable({ type }) && value !== null ? [outcomeWord(name, String(value))] : [],
  )
  return [wordOfOutcome(analysis.outcome), ...fields]
}
