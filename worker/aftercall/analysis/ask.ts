import type { OutcomeField } from '../../../convex/model/afterCall.ts'
import type { Usage } from '../../../convex/model/usage.ts'
import type { OpenAiAccount } from '../../accounts.ts'
import { logFailure } from '../../lib/log.ts'
import { PlainError } from '../../lib/PlainError.ts'
import { retryAfterMs } from '../waits.ts'
import { type Answer, answerJsonSchema, INSTRUCTIONS, readAnswer } from './question.ts'
import { jsonIn, type ModelResponse, responseSchema, usageOf } from './response.ts'

/** How long the model may take, in ms. */
const TIMEOUT_MS = 90_000
const MAX_OUTPUT_TOKENS = 8_000

export interface Question {
  model: string
  fields: readonly OutcomeField[]
  transcript: string
  /** A name for the caller that tells nobody else who it is. */
  callerHash: string
}

/** What came of asking. Whatever came, `usage` was used for it. */
export type Report =
  | { is: 'answered'; usage: Usage; answer: Answer }
  /** `problem`: a sentence. `final`: asking again would bring the same. */
  | {
      is: 'failed'
      usage: Usage
      problem: string
      final: boolean
      retryAfterMs: number | null
    }

/** Asks a chat model what became of a call, once. Never rejects. */
export async function ask(
  question: Question,
  account: OpenAiAccount,
  now: () => number,
): Promise<Report> {
  try {
    const response = await request(question, account)
    if (response.ok) return reportOf(question, responseSchema.parse(await response.json()))
    await response.body?.cancel()
    const { status, headers } = response
    const wait = retryAfterMs(headers.get('retry-after'), now())
    return failed(sentenceFor(status, question.model), { final: isFinal(status), wait })
  } catch (error) {
    logFailure('A call could not be analysed.', {}, error)
    return failed('OpenAI could not be reached, or did not answer as documented.')
  }
}

function request(
  { model, fields, transcript, callerHash }: Question,
  { apiKey, baseUrl }: OpenAiAccount,
): Promise<Response> {
  const format = {
    type: 'json_schema',
    name: 'call_report',
    strict: true,
    schema: answerJsonSchema(fields),
  }
  const body = {
    model,
    instructions: INSTRUCTIONS,
    input: [{ role: 'user', content: `<transcript>\n${transcript}\n</transcript>` }],
    text: { format },
    store: false,
    max_output_tokens: MAX_OUTPUT_TOKENS,
    safety_identifier: callerHash,
  }
  return fetch(`${baseUrl}/responses`, {
    method: 'POST',
    headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(TIMEOUT_MS),
  })
}

function reportOf({ fields, model }: Question, response: ModelResponse): Report {
  const usage = usageOf(response, model)
  try {
    return { is: 'answered', usage, answer: readAnswer(fields, jsonIn(response)) }
  } catch (error) {
    const problem =
      error instanceof PlainError
        ? error.message
        : 'The model’s report is not in the shape asked for.'
    return { ...failed(problem), usage }
  }
}

function failed(
  problem: string,
  { final = false, wait = null }: { final?: boolean; wait?: number | null } = {},
): Extract<Report, { is: 'failed' }> {
  return { is: 'failed', usage: [], problem, final, retryAfterMs: wait }
}

/** What the request itself is refused for stays; https://developers.openai.com/api/docs/guides/error-codes */
const isFinal = (status: number): boolean =>
  status >= 400 && status < 500 && status !== 408 && status !== 409 && status !== 429

function sentenceFor(status: number, model: string): string {
  switch (status) {
    case 400:
      return `OpenAI refused the question: ${model} may not take structured output.`
    case 401:
    case 403:
      return 'OpenAI refused the key of OPENAI_API_KEY.'
    case 404:
      return `OpenAI has no model ${model} for this key.`
    case 429:
      return 'OpenAI takes no more questions at present.'
    default:
      return `OpenAI answered ${status}.`
  }
}
