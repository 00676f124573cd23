/** What becomes of a call once it is over. */
import * as z from 'zod'
import { oneOf } from './fields.ts'
import { secretReferenceSchema } from './secret.ts'
import { webAddressSchema } from './webAddress.ts'

/** Something an operator wants to know of each call, found in what was heard. */
export const outcomeFieldSchema = z.object({
  name: z
    .string()
    .trim()
    .regex(/^[a-zA-Z_]\w{0,63}$/, 'Use letters, digits and _ only.'),
  type: oneOf(['text', 'number', 'boolean', 'choice'], 'Choose text, number, boolean or choice.'),
  /** Tells the model what to look for. */
  description: z.string().trim().min(1, 'Write what it is.').max(500, 'At most 500 characters.'),
  /** Of a choice. */
  choices: z.array(z.string().trim().min(1).max(100)).max(30, 'At most 30.').default([]),
})
export type OutcomeField = z.infer<typeof outcomeFieldSchema>

/** Rules that concern more than one value. */
function checkFields({ value: fields, issues }: z.core.ParsePayload<OutcomeField[]>): void {
  for (const [at, { name, type, choices }] of fields.entries()) {
    const refuse = (key: keyof OutcomeField, message: string) =>
      issues.push({ code: 'custom', message, path: [at, key], input: fields })
    if (fields.findIndex((other) => other.name === name) < at) {
      refuse('name', 'Another field has this name.')
    }
    if (type === 'choice' && choices.length === 0) refuse('choices', 'Write at least one choice.')
    if (new Set(choices).size < choices.length) refuse('choices', 'A choice is listed twice.')
  }
}

export const WEBHOOK_EVENTS = ['call.started', 'call.completed', 'call.analyzed'] as const
export const webhookEventSchema = z.enum(WEBHOOK_EVENTS)
export type WebhookEvent = z.infer<typeof webhookEventSchema>

export const webhookSchema = z.object({
  url: webAddressSchema,
  /** Signs it (Standard Webhooks). */
  secret: secretReferenceSchema,
  /** While secrets rotate, it is signed with both; `null`: with the one. */
  earlierSecret: secretReferenceSchema.nullable().default(null),
  events: z
    .array(webhookEventSchema)
    .min(1, 'Choose at least one event.')
    .default(['call.completed']),
})
export type Webhook = z.infer<typeof webhookSchema>

export const afterCallSchema = z.object({
  /** A summary and fields, by a chat model; `null`: calls are not analysed. */
  outcome: z
    .object({
      /** '': the installation's default. */
      model: z.string().trim().max(200).default(''),
      fields: z
        .array(outcomeFieldSchema)
        .max(30, 'At most 30 fields.')
        .check(checkFields)
        .default([]),
    })
    .nullable()
    .default(null),
  webhooks: z.array(webhookSchema).max(5, 'At most 5 webhooks.').default([]),
  /** The address of a Discord webhook, which is a secret; `null`: the installation's, if it has one. */
  discord: secretReferenceSchema.nullable().default(null),
})
export type AfterCall = z.infer<typeof afterCallSchema>
