/** What the Worker says of its settings: `GET /api/settings` and `…/numbers/:phoneNumber/webhook`. */
import * as z from 'zod'

const settingSchema = z.object({
  name: z.string(),
  configured: z.boolean(),
  secret: z.boolean(),
  about: z.string(),
  /** Never there for secrets; of what is not configured, the default. */
  value: z.string().optional(),
})
export type Setting = z.infer<typeof settingSchema>

const vendorSchema = z.object({
  name: z.enum(['openai', 'twilio', 'convex']),
  state: z.enum(['ok', 'missing', 'failing', 'simulated']),
  detail: z.string(),
  latencyMs: z.number().nullable(),
})
export type Vendor = z.infer<typeof vendorSchema>

const offeredModelSchema = z.object({ model: z.string(), shutdownDate: z.string().nullable() })
export type OfferedModel = z.infer<typeof offeredModelSchema>

export const settingsAnswerSchema = z.object({
  settings: z.array(settingSchema),
  /** A sentence for each thing that is missing or wrong. */
  problems: z.array(z.string()),
  vendors: z.array(vendorSchema),
  publicUrl: z.string(),
  webhookUrl: z.string(),
  statusUrl: z.string(),
  fallbackUrl: z.string(),
  /** What OpenAI offers the key, where it told. */
  models: z.array(offeredModelSchema).optional(),
})
export type SettingsAnswer = z.infer<typeof settingsAnswerSchema>

export const webhookStateSchema = z.object({
  state: z.enum(['ours', 'other', 'not_found', 'unknown']),
  currentUrl: z.string().nullable(),
  detail: z.string(),
})
export type WebhookState = z.infer<typeof webhookStateSchema>
