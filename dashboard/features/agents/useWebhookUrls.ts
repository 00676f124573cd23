import * as z from 'zod'
import { useRequest } from '../../lib/useRequest.ts'

const webhookUrlsSchema = z.object({
  webhookUrl: z.string(),
  statusUrl: z.string(),
  fallbackUrl: z.string(),
})
export type WebhookUrls = z.infer<typeof webhookUrlsSchema>

/** The addresses Twilio is to ask, as this installation knows them. */
export const useWebhookUrls = () => useRequest('/api/settings/webhooks', webhookUrlsSchema)
