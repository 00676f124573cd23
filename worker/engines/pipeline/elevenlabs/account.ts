/** What an account at ElevenLabs can use. */
import * as z from 'zod'
import type { ElevenLabsAccount } from '../../../accounts.ts'
import { PlainError } from '../../../lib/PlainError.ts'
import { keyHeader } from './connect.ts'

export interface OfferedVoice {
  voice: string
  name: string
  /** What the vendor says of it: `female, american, calm`. */
  description: string
}

/** https://elevenlabs.io/docs/api-reference/voices/search */
const voicesSchema = z.object({
  voices: z.array(
    z.object({
      voice_id: z.string(),
      name: z.string().nullish(),
      labels: z.record(z.string(), z.string()).nullish().catch(null),
      description: z.string().nullish(),
    }),
  ),
  has_more: z.boolean().catch(false),
  next_page_token: z.string().nullish(),
})

/** https://elevenlabs.io/docs/api-reference/models/list */
const modelsSchema = z.array(
  z.object({ model_id: z.string(), can_do_text_to_speech: z.boolean().nullish() }),
)

/** No account has more; it ends what could go on for ever. */
const MOST_PAGES = 20

/**
 * What is wrong with the key, in one sentence; `null`: nothing. A key may be held to single uses, so one
 * that may not tell of its user is right all the same.
 */
export async function checkElevenLabs(
  account: ElevenLabsAccount,
  timeoutMs: number,
): Promise<string | null> {
  try {
    const response = await ask(account, '/v1/user', AbortSignal.timeout(timeoutMs))
    if (response.ok) {
      await response.body?.cancel()
      return null
    }
    const kind = await statusOf(response)
    return kind === 'missing_permissions' ? null : sentenceOf(response.status)
  } catch {
    return 'ElevenLabs could not be reached.'
  }
}

/** The voices that the account can speak with. Throws a `PlainError` in one sentence, or what `fetch` throws. */
export async function listVoices(
  account: ElevenLabsAccount,
  timeoutMs: number,
): Promise<OfferedVoice[]> {
  const signal = AbortSignal.timeout(timeoutMs)
  const offered: OfferedVoice[] = []
  let token: string | null = null
  for (let page = 0; page < MOST_PAGES; page++) {
    const query = new URLSearchParams({ page_size: '100' })
    if (token) query.set('next_page_token', token)
    const answer: z.infer<typeof voicesSchema> = voicesSchema.parse(
      await read(account, `/v2/voices?${query}`, signal),
    )
    offered.push(...answer.voices.map(offeredVoice))
    token = answer.next_page_token ?? null
    if (!answer.has_more || !token) break
  }
  return offered
}

/** The models that the account can speak with. Throws a `PlainError` in one sentence, or what `fetch` throws. */
export async function listSpeechModels(
  account: ElevenLabsAccount,
  timeoutMs: number,
): Promise<string[]> {
  const models = modelsSchema.parse(
    await read(account, '/v1/models', AbortSignal.timeout(timeoutMs)),
  )
  return models
    .filter(({ can_do_text_to_speech }) => can_do_text_to_speech)
    .map(({ model_id }) => model_id)
}

function offeredVoice(voice: z.infer<typeof voicesSchema>['voices'][number]): OfferedVoice {
  const labels = Object.values(voice.labels ?? {}).filter((label) => label !== '')
  return {
    voice: voice.voice_id,
    name: voice.name ?? voice.voice_id,
    description: labels.length > 0 ? labels.join(', ') : (voice.description ?? ''),
  }
}

async function read(
  account: ElevenLabsAccount,
  path: string,
  signal: AbortSignal,
): Promise<unknown> {
  const response = await ask(account, path, signal)
  if (response.ok) return response.json()
  await response.body?.cancel()
  throw new PlainError(sentenceOf(response.status))
}

const ask = (account: ElevenLabsAccount, path: string, signal: AbortSignal): Promise<Response> =>
  fetch(account.baseUrl + path, { headers: keyHeader(account), signal })

const statusSchema = z.object({ detail: z.object({ status: z.string() }) })

async function statusOf(response: Response): Promise<string | null> {
  try {
    return statusSchema.parse(await response.json()).detail.status
  } catch {
    return null
  }
}

const sentenceOf = (status: number): string =>
  status === 401
    ? 'ElevenLabs does not accept ELEVENLABS_API_KEY.'
    : `ElevenLabs answered ${status}.`
