import * as z from 'zod'
import { DEFAULT_LOCALE, localeSchema } from './locales.ts'
import { DEFAULT_MODEL, modelSchema } from './models.ts'
import { e164Schema } from './phoneNumber.ts'
import { DEFAULT_VOICE, voiceSchema } from './voices.ts'

/** A number within limits; the sentence for one that is not names them. */
function between(min: number, max: number) {
  const error = `Enter a number from ${min} to ${max}.`
  return z.number(error).min(min, error).max(max, error)
}
function wholeBetween(min: number, max: number, unit: 'ms' | 's') {
  const error = `Enter a whole number from ${min} to ${max} ${unit}.`
  return z.number(error).int(error).min(min, error).max(max, error)
}

/** How the model finds out that the caller began and stopped speaking (OpenAI's `turn_detection`). */
export const turnDetectionSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('server_vad'),
    /** How loud counts as speech, 0 (anything) to 1. */
    threshold: between(0, 1),
    /** Audio kept from before speech was noticed. */
    prefixPaddingMs: wholeBetween(0, 2000, 'ms'),
    /** Silence that ends a turn. */
    silenceDurationMs: wholeBetween(100, 5000, 'ms'),
  }),
  z.object({
    type: z.literal('semantic_vad'),
    eagerness: z.enum(['low', 'medium', 'high', 'auto']),
  }),
])
export type TurnDetection = z.infer<typeof turnDetectionSchema>

export const DEFAULT_TURN_DETECTION: TurnDetection = {
  type: 'server_vad',
  threshold: 0.5,
  prefixPaddingMs: 300,
  silenceDurationMs: 500,
}

/** Who opens the conversation, and how. */
export const greetingSchema = z.discriminatedUnion('type', [
  /** The agent says exactly this. */
  z.object({
    type: z.literal('fixed'),
    text: z
      .string()
      .trim()
      .min(1, 'Write what the agent says first.')
      .max(1000, 'At most 1,000 characters.'),
  }),
  /** The agent greets in its own words, from its instructions. */
  z.object({ type: z.literal('generated') }),
  /** The agent waits for the caller to speak. */
  z.object({ type: z.literal('none') }),
])
export type Greeting = z.infer<typeof greetingSchema>

export const voiceSettingsSchema = z.object({
  model: modelSchema.default(DEFAULT_MODEL),
  voice: voiceSchema.default(DEFAULT_VOICE),
  locale: localeSchema.default(DEFAULT_LOCALE),
  /** Whether the caller can interrupt the agent. Off: the agent finishes what it says. */
  bargeIn: z.boolean().default(true),
  greeting: greetingSchema.default({ type: 'generated' }),
  turnDetection: turnDetectionSchema.default(DEFAULT_TURN_DETECTION),
  /** Filters the caller's audio before the model hears it; `near_field` suits handsets. */
  noiseReduction: z
    .enum(['off', 'near_field', 'far_field'], { error: 'Choose off, near_field or far_field.' })
    .default('off'),
  /** Rate of speech, 1 is natural. */
  speed: between(0.25, 1.5).default(1),
  /** Neither side has spoken for this long: the agent says goodbye and hangs up. 0 is never. */
  silenceTimeoutSec: wholeBetween(0, 600, 's').default(60),
  /** The longest a call may take. OpenAI ends a session after 60 minutes. */
  maxDurationSec: wholeBetween(30, 3480, 's').default(1800),
  /** Where the caller goes when the agent cannot go on; `null`: an apology and the end. */
  fallbackNumber: e164Schema.nullable().default(null),
})
export type VoiceSettings = z.infer<typeof voiceSettingsSchema>

export const CAPABILITIES = ['voice', 'web_chat'] as const
export const capabilitySchema = z.enum(CAPABILITIES, { error: 'Choose voice or web_chat.' })
export type Capability = z.infer<typeof capabilitySchema>

/** What an operator may set of an agent. One shape for the form, the functions and the stored row. */
export const agentSettingsSchema = z.object({
  name: z.string().trim().min(1, 'Give the agent a name.').max(80, 'At most 80 characters.'),
  instructions: z
    .string()
    .trim()
    .min(1, 'Write what the agent is for and how it should speak.')
    .max(32_000, 'At most 32,000 characters.'),
  capabilities: z
    .array(capabilitySchema)
    .min(1, 'Choose at least one capability.')
    .refine((list) => new Set(list).size === list.length, {
      error: 'A capability is listed twice.',
    })
    .default(['voice']),
  voice: voiceSettingsSchema.prefault({}),
})
export type AgentSettings = z.infer<typeof agentSettingsSchema>
/** The same with everything that has a default left out, as a form or an API call may send it. */
export type AgentSettingsInput = z.input<typeof agentSettingsSchema>

/** What a call takes with it when it starts, and keeps to its end whatever is edited meanwhile. */
export const agentSnapshotSchema = z.object({
  agentId: z.string(),
  name: z.string(),
  version: z.number().int().min(1),
  instructions: z.string(),
  voice: voiceSettingsSchema,
})
export type AgentSnapshot = z.infer<typeof agentSnapshotSchema>
