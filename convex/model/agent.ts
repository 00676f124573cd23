import * as z from 'zod'
import { afterCallSchema } from './afterCall.ts'
import { chatSettingsSchema } from './chatSettings.ts'
import { DEFAULT_ENGINE, engineSettingsSchema, storedEngineSchema } from './engines/index.ts'
import { oneOf, wholeBetween } from './fields.ts'
import { DEFAULT_LOCALE, localeSchema } from './locales.ts'
import { e164Schema } from './phoneNumber.ts'
import { sipSettingsSchema } from './sipSettings.ts'
import { storedToolsSchema, toolsSchema } from './tools.ts'

/** Whether the caller can speak over the greeting; off: it is said to its end first. */
const interruptible = z.boolean().default(true)

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
    interruptible,
  }),
  /** The agent greets in its own words, from its instructions. */
  z.object({ type: z.literal('generated'), interruptible }),
  /** The agent waits for the caller to speak. */
  z.object({ type: z.literal('none') }),
])
export type Greeting = z.infer<typeof greetingSchema>

/**
 * What becomes of a caller's sound that may be no turn. An engine that falls silent by itself has done so
 * before anyone knows which it was.
 */
export const interruptionsSchema = z.object({
  /**
   * The caller made a sound and no words came of it: the agent goes on with what it was saying, from where
   * it was heard. Off: it waits.
   */
  resumeFalse: z.boolean().default(false),
  /** Speech that is shorter is no turn; ms. 0: any is one. */
  minSpeechMs: wholeBetween(0, 2000, 'ms').default(0),
  /** Whether words that only show that one listens (“mhm”, “okay”) interrupt the agent. */
  backchannels: oneOf(['interrupt', 'ignored'], 'Choose interrupt or ignored.').default(
    'interrupt',
  ),
})
export type Interruptions = z.infer<typeof interruptionsSchema>

/** The agent asks whether the caller is still there, so often at the most before it says goodbye. */
export const repromptSchema = z.object({
  /** 0: never. */
  times: wholeBetween(0, 5, 'times').default(0),
  /** After so long without a sign of life, each time. */
  afterSec: wholeBetween(3, 120, 's').default(10),
})
export type Reprompt = z.infer<typeof repromptSchema>

/**
 * A caller whose line broke in mid-conversation and who calls again within so many minutes is met by the
 * same conversation; 0: never.
 */
export const droppedLineSchema = z.object({
  withinMin: wholeBetween(0, 60, 'min').default(0),
})

/** How a call goes, whichever engine talks. */
export const voiceSettingsSchema = z.object({
  locale: localeSchema.default(DEFAULT_LOCALE),
  /** Whether the caller can interrupt the agent. Off: the agent finishes what it says. */
  bargeIn: z.boolean().default(true),
  /**
   * Whether the agent's own voice, as a speakerphone returns it, is kept from interrupting the agent. It
   * costs a round trip to the engine before each answer.
   */
  echoGuard: z.boolean().default(false),
  greeting: greetingSchema.default({ type: 'generated', interruptible: true }),
  interruptions: interruptionsSchema.default(() => interruptionsSchema.parse({})),
  reprompt: repromptSchema.default(() => repromptSchema.parse({})),
  droppedLine: droppedLineSchema.default(() => droppedLineSchema.parse({})),
  /** Neither side has spoken for this long: the agent says goodbye and hangs up. 0 is never. */
  silenceTimeoutSec: wholeBetween(0, 600, 's').default(60),
  /** The longest a call may take. OpenAI ends a session after 60 minutes. */
  maxDurationSec: wholeBetween(30, 3480, 's').default(1800),
  /** Where the caller goes when the agent cannot go on; `null`: an apology and the end. */
  fallbackNumber: e164Schema.nullable().default(null),
})
export type VoiceSettings = z.infer<typeof voiceSettingsSchema>

export const CAPABILITIES = ['voice', 'web_chat'] as const
export const capabilitySchema = oneOf(CAPABILITIES, 'Choose voice or web_chat.')
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
  voice: voiceSettingsSchema.default(() => voiceSettingsSchema.parse({})),
  /** Who talks. */
  engine: engineSettingsSchema.default(DEFAULT_ENGINE),
  /** Who goes on when that engine fails in mid-call; `null`: nobody. */
  otherEngine: engineSettingsSchema.nullable().default(null),
  /** What it can do beside talking. */
  tools: toolsSchema.default(() => toolsSchema.parse({})),
  afterCall: afterCallSchema.default(() => afterCallSchema.parse({})),
  chat: chatSettingsSchema.default(() => chatSettingsSchema.parse({})),
  sip: sipSettingsSchema.default(() => sipSettingsSchema.parse({})),
})
export type AgentSettings = z.infer<typeof agentSettingsSchema>
/** The same with everything that has a default left out, as a form or an API call may send it. */
export type AgentSettingsInput = z.input<typeof agentSettingsSchema>

/** What a call takes with it when it starts, and keeps to its end whatever is edited meanwhile. */
export const agentSnapshotSchema = z.object({
  schemaVersion: z.number().int(),
  agentId: z.string(),
  name: z.string(),
  version: z.number().int().min(1),
  instructions: z.string(),
  voice: voiceSettingsSchema,
  engine: storedEngineSchema,
  otherEngine: storedEngineSchema.nullable(),
  tools: storedToolsSchema.default(() => toolsSchema.parse({})),
  afterCall: afterCallSchema.default(() => afterCallSchema.parse({})),
})
export type AgentSnapshot = z.infer<typeof agentSnapshotSchema>

/** The same for a conversation on a web page. */
export const chatAgentSchema = agentSnapshotSchema.extend({ chat: chatSettingsSchema })
export type ChatAgent = z.infer<typeof chatAgentSchema>
