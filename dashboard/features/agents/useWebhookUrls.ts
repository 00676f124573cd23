import type * as z from 'zod'
import { settingsAnswerSchema } from '../../../convex/model/api.ts'
import { useRequest } from '../../lib/useRequest.ts'

const webhookUrlsSchema = settingsAnswerSchema.pick({
  webhookUrl: true,
  statusUrl: true,
  fallbackUrl: true,
})
export type WebhookUrls = z.infer<typeof webhookUrlsSchema>

/** The addresses Twilio is to ask, as this installation knows them. */
export const useWebhookUrls = () => useRequest('/api/settings/webhooks', webhookUrlsSchema)
