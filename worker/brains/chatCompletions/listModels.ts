import * as z from 'zod'
import type { OfferedModel } from '../../../convex/model/api.ts'
import type { GuardedFetch } from '../../accounts.ts'
import { parseJson } from '../../lib/parseJson.ts'
import { PlainError } from '../../lib/PlainError.ts'
import { MAX_BYTES } from '../ask.ts'
import { textOf } from '../body.ts'
import { addressOf, hostOf } from './request.ts'

/** https://developers.openai.com/api/reference/resources/models/methods/list; `shutdown_date` is OpenAI's. */
const listSchema = z.object({
  data: z.array(z.object({ id: z.string(), shutdown_date: z.string().nullish().catch(null) })),
})

/** How long the list may take, in ms. */
const PATIENCE_MS = 5_000

/**
 * The models that an endpoint offers; `key`: its key, `null` where it wants none. Rejects with a
 * `PlainError` that says why there is no list.
 */
export async function listModels(
  reach: GuardedFetch,
  baseUrl: string,
  key: string | null,
): Promise<OfferedModel[]> {
  const who = hostOf(baseUrl)
  const signal = AbortSignal.timeout(PATIENCE_MS)
  const { status, text } = await listed(reach, baseUrl, key, signal)
  if (status === 401 || status === 403) throw new PlainError(`${who} does not accept the key.`)
  if (status !== 200) throw new PlainError(`${who} lists no models: it answered ${status}.`)
  const list = listSchema.safeParse(parseJson(text)).data
  if (!list) throw new PlainError(`${who} lists no models that can be read.`)
  return list.data.map(({ id, shutdown_date }) => ({
    model: id,
    shutdownDate: shutdown_date ?? null,
  }))
}

async function listed(
  reach: GuardedFetch,
  baseUrl: string,
  key: string | null,
  signal: AbortSignal,
): Promise<{ status: number; text: string }> {
  const who = hostOf(baseUrl)
  try {
    const response = await reach(addressOf(baseUrl, '/models'), {
      secretHeaders: key === null ? {} : { authorization: `Bearer ${key}` },
      signal,
      timeoutMs: PATIENCE_MS,
      maxBytes: MAX_BYTES,
    })
    let text = ''
    for await (const piece of textOf(who, response, signal)) text += piece
    return { status: response.status, text }
  } catch (error) {
    if (error instanceof PlainError) throw error
    throw new PlainError(`${who} could not be reached.`)
  }
}
