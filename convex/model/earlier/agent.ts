/** Agents as earlier releases wrote them, and what they are now. */
import * as z from 'zod'
import { afterCallSchema } from '../afterCall.ts'
import { chatSettingsSchema } from '../chatSettings.ts'
import {
  type AgentSettings,
  type AgentSnapshot,
  agentSettingsSchema,
  agentSnapshotSchema,
  capabilitySchema,
  droppedLineSchema,
  interruptionsSchema,
  repromptSchema,
  voiceSettingsSchema,
} from '../agent.ts'
import { storedEngineSchema } from '../engines/index.ts'
import { DEFAULT_TRANSCRIPTION_MODEL } from '../engines/realtime/catalogue.ts'
import { turnDetectionSchema } from '../engines/realtime/settings.ts'
import { localeSchema } from '../locales.ts'
import { SCHEMA_VERSION } from '../schemaVersion.ts'
import { sipSettingsSchema } from '../sipSettings.ts'
import { storedToolsSchema, toolsSchema } from '../tools.ts'

const greetingSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('fixed'), text: z.string() }),
  z.object({ type: z.literal('generated') }),
  z.object({ type: z.literal('none') }),
])

/** What agents of schema version 2 did not have, or not all of them: as it was before, where it is not set. */
const SINCE_VERSION_3 = {
  echoGuard: false,
  interruptions: interruptionsSchema.parse({}),
  reprompt: repromptSchema.parse({}),
  droppedLine: droppedLineSchema.parse({}),
}

/** What agents of schema version 3 did not have: they hung up, did nothing else, and told nobody. */
const SINCE_VERSION_4 = { tools: toolsSchema.parse({}), afterCall: afterCallSchema.parse({}) }

/** What agents of schema version 4 did not have: they put nobody through, and neither chatted nor took SIP. */
const SINCE_VERSION_5 = {
  chat: chatSettingsSchema.parse({}),
  sip: sipSettingsSchema.parse({}),
}

/** An agent's settings in schema version 4. */
export const settingsOfVersion4 = agentSettingsSchema
  .omit({ chat: true, sip: true })
  .extend({
    engine: storedEngineSchema,
    otherEngine: storedEngineSchema.nullable(),
    tools: z.strictObject(storedToolsSchema.shape).omit({ destinations: true }),
  })
  .strict()

export function fromVersion4({
  tools,
  ...settings
}: z.infer<typeof settingsOfVersion4>): AgentSettings {
  return { ...settings, tools: { ...tools, destinations: [] }, ...SINCE_VERSION_5 }
}

/** An agent's settings in schema version 3. */
export const settingsOfVersion3 = settingsOfVersion4.omit({ tools: true, afterCall: true })

export function fromVersion3(settings: z.infer<typeof settingsOfVersion3>): AgentSettings {
  return { ...settings, ...SINCE_VERSION_4, ...SINCE_VERSION_5 }
}

/** An agent's settings in schema version 2. */
export const settingsOfVersion2 = z.strictObject({
  ...settingsOfVersion3.shape,
  voice: voiceSettingsSchema
    .omit({ interruptions: true, reprompt: true, droppedLine: true })
    .extend({ echoGuard: z.boolean().exactOptional() })
    .strict(),
})

export function fromVersion2({
  voice,
  ...settings
}: z.infer<typeof settingsOfVersion2>): AgentSettings {
  return fromVersion3({ ...settings, voice: { ...SINCE_VERSION_3, ...voice } })
}

const voiceSchema = z.object({
  model: z.string(),
  voice: z.string(),
  locale: localeSchema,
  bargeIn: z.boolean(),
  greeting: greetingSchema,
  turnDetection: turnDetectionSchema,
  noiseReduction: z.enum(['off', 'near_field', 'far_field']),
  speed: z.number(),
  silenceTimeoutSec: z.number(),
  maxDurationSec: z.number(),
  fallbackNumber: z.string().nullable(),
})
type EarlierVoice = z.infer<typeof voiceSchema>

export const earlierSettingsSchema = z.object({
  name: z.string(),
  instructions: z.string(),
  capabilities: z.array(capabilitySchema),
  voice: voiceSchema,
})
type EarlierSettings = z.infer<typeof earlierSettingsSchema>

const earlierSnapshotSchema = z.object({
  agentId: z.string(),
  name: z.string(),
  version: z.number(),
  instructions: z.string(),
  voice: voiceSchema,
})

/**
 * There was one engine, its settings lay among the call's, callers could interrupt greetings, and nothing
 * guarded against echoes.
 */
export function upcastSettings({ voice, ...settings }: EarlierSettings): AgentSettings {
  return fromVersion3({ ...settings, ...upcastVoice(voice) })
}

function upcastVoice(
  earlier: EarlierVoice,
): Pick<AgentSettings, 'voice' | 'engine' | 'otherEngine'> {
  const { model, voice, speed, turnDetection, noiseReduction, greeting, ...call } = earlier
  const transcription = { model: DEFAULT_TRANSCRIPTION_MODEL, language: 'locale' }
  return {
    voice: {
      ...call,
      ...SINCE_VERSION_3,
      greeting: greeting.type === 'none' ? greeting : { ...greeting, interruptible: true },
    },
    engine: {
      engine: 'realtime',
      model,
      voice,
      speed,
      turnDetection,
      noiseReduction,
      transcription,
    },
    otherEngine: null,
  }
}

/** A snapshot of any version as one of today's; what is none is left for the schema to refuse. */
function upcastAgentSnapshot(snapshot: unknown): unknown {
  const earlier = earlierSnapshotSchema.safeParse(snapshot)
  if (!earlier.success) return snapshot
  const { voice, ...agent } = earlier.data
  const upcast = { schemaVersion: SCHEMA_VERSION, ...agent, ...upcastVoice(voice) }
  return { ...upcast, ...SINCE_VERSION_4 } satisfies AgentSnapshot
}

/** Reads a snapshot that this release or an earlier one has kept. */
export const keptSnapshotSchema = z.preprocess(upcastAgentSnapshot, agentSnapshotSchema)
