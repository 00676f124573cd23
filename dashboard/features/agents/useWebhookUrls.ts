import type * as z from 'zod'
import { useEffect, useState } from 'react'
import { settingsAnswerSchema } from '../../../convex/model/api.ts'
import { apiRequest } from '../../lib/api.ts'
import { problemOf } from '../../lib/problem.ts'

const webhookUrlsSchema = settingsAnswerSchema.pick({
  webhookUrl: true,
  statusUrl: true,
  fallbackUrl: true,
})
export type WebhookUrls = z.infer<typeof webhookUrlsSchema>

/** The addresses Twilio is to ask, as this installation knows them. */
export function useWebhookUrls(): { value: WebhookUrls | undefined; problem: string | null } {
  const [value, setValue] = useState<WebhookUrls>()
  const [problem, setProblem] = useState<string | null>(null)
  useEffect(() => {
    const abort = new AbortController()
    apiRequest('/api/settings', webhookUrlsSchema, { signal: abort.signal }).then(
      setValue,
      (error: unknown) => {
        if (!abort.signal.aborted) setProblem(problemOf(error).message)
      },
    )
    return () => abort.abort()
  }, [])
  return { value, problem }
}
