/**
 * What the Responses API answers, as far as it matters here.
 * https://developers.openai.com/api/reference/resources/responses/methods/create
 */
import * as z from 'zod'
import { type Usage, usageLines } from '../../../convex/model/usage.ts'
import { parseJson } from '../../lib/parseJson.ts'
import { PlainError } from '../../lib/PlainError.ts'

/** What is no number of tokens counts for none. */
const count = z.number().min(0).catch(0)

const contentSchema = z.union([
  z.object({ type: z.literal('output_text'), text: z.string() }),
  z.object({ type: z.literal('refusal'), refusal: z.string() }),
  z.object({ type: z.string() }).transform(() => null),
])

export const responseSchema = z.object({
  status: z.string().nullish(),
  output: z.array(
    z.union([
      z.object({ type: z.literal('message'), content: z.array(contentSchema) }),
      z.object({ type: z.string() }).transform(() => null),
    ]),
  ),
  usage: z
    .object({
      input_tokens: count,
      input_tokens_details: z.object({ cached_tokens: count }).nullish().catch(null),
      output_tokens: count,
    })
    .nullish()
    .catch(null),
})
export type ModelResponse = z.infer<typeof responseSchema>

/** The JSON that the model wrote. Throws a `PlainError` where it wrote none. */
export function jsonIn({ status, output }: ModelResponse): unknown {
  const contents = output.flatMap((item) => item?.content ?? [])
  if (contents.some((content) => content !== null && 'refusal' in content)) {
    throw new PlainError('The model declined to report on this call.')
  }
  if (status !== 'completed') throw new PlainError('The model’s report broke off.')
  const text = contents
    .map((content) => (content && 'text' in content ? content.text : ''))
    .join('')
  const json = parseJson(text)
  if (json === undefined) throw new PlainError('The model’s report is not in the shape asked for.')
  return json
}

/** Cached tokens are told as a part of the input’s; here each is counted once. */
export function usageOf({ usage }: ModelResponse, model: string): Usage {
  if (!usage) return []
  const cached = Math.min(usage.input_tokens, usage.input_tokens_details?.cached_tokens ?? 0)
  return usageLines(
    { part: 'analysis', vendor: 'openai', model },
    {
      text_in_tokens: usage.input_tokens - cached,
      text_in_cached_tokens: cached,
      text_out_tokens: usage.output_tokens,
    },
  )
}
