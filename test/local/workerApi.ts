/** Asks the Worker for what it does for whoever holds its auth token. */
import * as z from 'zod'
import { PlainError } from '../../worker/lib/PlainError.ts'
import { developerToken } from './developerToken.ts'

/** How this machine speaks to its Worker. */
export interface WorkerApi {
  url: string
  authToken: string
}

export interface Wish {
  method: 'POST' | 'DELETE'
  path: string
  body?: object
  /** Said when it is not granted: `The agent could not be set up`. */
  otherwise: string
}

const errorSchema = z.object({ error: z.string() })

/** @throws PlainError when the Worker refuses, or is not there. */
export async function askWorker(api: WorkerApi, wish: Wish): Promise<unknown> {
  const { method, path, body, otherwise } = wish
  const response = await fetch(`${api.url}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${await developerToken(api.authToken)}`,
      'content-type': 'application/json',
    },
    ...(body && { body: JSON.stringify(body) }),
  }).catch(() => null)
  if (!response) {
    throw new PlainError(
      `The Worker at ${api.url} cannot be reached. Start it with npm start, or name it with --url.`,
    )
  }
  const answer: unknown = await response.json().catch(() => null)
  if (response.ok) return answer
  const { error = `the Worker answered ${response.status}.` } =
    errorSchema.safeParse(answer).data ?? {}
  throw new PlainError(`${otherwise}: ${error}`)
}
