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

/** Keys may use hundreds of models: of those, the ones that hear and speak, or write down. */
export const isVoiceModel = (model: string): boolean => /realtime|transcribe|whisper/.test(model)

/** Models that write, but for those made for one purpose alone. */
export const isChatModel = (model: string): boolean =>
  /^(gpt-\d|o\d)/.test(model) &&
  !/realtime|transcribe|audio|tts|image|search|codex|instruct|deep-research/.test(model)

/** What the key may use of what agents are made of. Throws `OpenAiRefusal`, or what `fetch` throws. */
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
  const models = data.filter(({ id }) => isVoiceModel(id) || isChatModel(id))
  return models.map(({ id, shutdown_date }) => ({ model: id, shutdownDate: shutdown_date ?? null }))
}
