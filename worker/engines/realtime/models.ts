import * as z from 'zod'
import type { OfferedModel } from '../../../convex/model/api.ts'
import { PlainError } from '../../lib/PlainError.ts'
import type { OpenAiAccount } from '../../accounts.ts'

/** OpenAI answered, but not with its models. */
export class OpenAiRefusal extends PlainError {
  constructor(status: number) {
    super(status === 401 ? 'OpenAI does not accept OPENAI_API_KEY.' : `OpenAI answered ${status}.`)
  }
}

/** https://developers.openai.com/api/reference/resources/models/methods/list */
const listSchema = z.object({
  data: z.array(z.object({ id: z.string(), shutdown_date: z.string().nullish() })),
})

/** What a voice agent is made of; keys may use hundreds of other models. */
const VOICE_MODEL = /realtime|transcribe|whisper/

/** The voice and transcription models that the key may use. Throws `OpenAiRefusal`, or what `fetch` throws. */
export async function listModels(
  { apiKey, baseUrl }: OpenAiAccount,
  patienceMs: number,
): Promise<OfferedModel[]> {
  const response = await fetch(`${baseUrl}/models`, {
    headers: { authorization: `Bearer ${apiKey}` },
    signal: AbortSignal.timeout(patienceMs),
  })
  if (!response.ok) throw new OpenAiRefusal(response.status)
  const { data } = listSchema.parse(await response.json())
  const models = data.filter(({ id }) => VOICE_MODEL.test(id))
  return models.map(({ id, shutdown_date }) => ({ model: id, shutdownDate: shutdown_date ?? null }))
}
