/** `/api/data` of a Worker, as `npm run data` asks it. */
import type * as z from 'zod'
import { refusalSchema } from '../../convex/model/api.ts'
import { developerToken } from './developerToken.ts'

export interface DataApi {
  /** Rejects with the Worker's sentence when it refuses, or when its answer has another shape. */
  ask<T>(method: 'GET' | 'POST', path: string, schema: z.ZodType<T>, body?: object): Promise<T>
  /** Gives something up; whether that succeeds does not matter. */
  drop(path: string): Promise<void>
}

export function dataApi(url: string, authToken: string): DataApi {
  const send = async (method: string, path: string, body?: object): Promise<Response> => {
    for (;;) {
      const response = await fetch(`${url}/api/data${path}`, {
        method,
        headers: {
          authorization: `Bearer ${await developerToken(authToken)}`,
          ...(body ? { 'content-type': 'application/json' } : {}),
        },
        ...(body ? { body: JSON.stringify(body) } : {}),
      })
      if (response.status !== 429) return response
      // Where requests are counted, a large installation takes more of them than one minute allows.
      await response.body?.cancel()
      const seconds = Number(response.headers.get('retry-after') ?? 60)
      await new Promise((resolve) => setTimeout(resolve, seconds * 1000))
    }
  }
  return {
    ask: async (method, path, schema, body) => {
      const response = await send(method, path, body)
      const answer: unknown = await response.json()
      if (response.ok) return schema.parse(answer)
      throw new Error(
        refusalSchema.safeParse(answer).data?.error ?? `The Worker: ${response.status}`,
      )
    },
    drop: async (path) => {
      await send('DELETE', path).catch(() => {})
    },
  }
}
