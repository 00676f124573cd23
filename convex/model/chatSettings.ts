/** How an agent chats on web pages. */
import * as z from 'zod'
import { wholeBetween } from './fields.ts'
import { secretReferenceSchema } from './secret.ts'

/** A host may hold a `*` or a `;`, which would say more where the origin stands in a policy of ours. */
const WITHOUT_PATTERN = /^https?:\/\/[\w.:[\]-]+$/

/** Of a page, as browsers write it: scheme, host, and port where it is not the scheme's own. */
export const originSchema = z
  .string()
  .trim()
  .transform((text) => text.replace(/\/$/, '').toLowerCase())
  .refine(isOrigin, { error: 'Write an origin, like https://www.example.com.' })

function isOrigin(text: string): boolean {
  const url = URL.parse(text)
  return url !== null && url.origin === text && WITHOUT_PATTERN.test(text)
}

export const chatSettingsSchema = z.object({
  /** Pages that may embed the chat. None: our own page alone. */
  allowedOrigins: z.array(originSchema).max(50, 'At most 50 origins.').default([]),
  /** What visitors see first; '': nothing. */
  greeting: z.string().trim().max(1000, 'At most 1,000 characters.').default(''),
  /** The model that thinks where the agent's engine has no brain of its own; '': the catalogue's. */
  model: z.string().trim().max(100, 'At most 100 characters.').default(''),
  /** So many messages a visitor may send in one conversation. */
  messagesPerConversation: wholeBetween(1, 500, 'messages').default(100),
  /** So much all conversations of a day (UTC) may take together. */
  messagesPerDay: wholeBetween(1, 100_000, 'messages').default(2000),
  usdPerDay: wholeBetween(1, 10_000, 'USD').default(10),
  /** The agent can ask a person to go on, who answers in the dashboard. */
  handOver: z.boolean().default(false),
  /** Cloudflare Turnstile; `null`: visitors prove nothing. */
  turnstile: z
    .object({
      siteKey: z.string().trim().min(1, 'Enter the site key.').max(100, 'At most 100 characters.'),
      secret: secretReferenceSchema,
    })
    .nullable()
    .default(null),
})
export type ChatSettings = z.infer<typeof chatSettingsSchema>
