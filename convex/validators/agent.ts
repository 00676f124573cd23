/**
 * The shapes of `model/agent.ts` as Convex validators: exact for what is stored and returned, loose
 * for what is sent, so that zod can answer a wrong value with a sentence that names the field.
 * A test holds them to the zod schemas.
 */
import { v } from 'convex/values'
import { CAPABILITIES } from '../model/agent.ts'
import { type Locale, LOCALES } from '../model/locales.ts'
import { REALTIME_MODELS, type RealtimeModelName } from '../model/models.ts'
import { type Voice, VOICES } from '../model/voices.ts'
import { vOneOf, vStringOrNull } from './oneOf.ts'

const vTurnDetection = v.union(
  v.object({
    type: v.literal('server_vad'),
    threshold: v.number(),
    prefixPaddingMs: v.number(),
    silenceDurationMs: v.number(),
  }),
  v.object({
    type: v.literal('semantic_vad'),
    eagerness: vOneOf('low', 'medium', 'high', 'auto'),
  }),
)

const vGreeting = v.union(
  v.object({ type: v.literal('fixed'), text: v.string() }),
  v.object({ type: v.literal('generated') }),
  v.object({ type: v.literal('none') }),
)

export const vVoiceSettings = v.object({
  model: vOneOf<RealtimeModelName>(...keysOf(REALTIME_MODELS)),
  voice: vOneOf<Voice>(...keysOf(VOICES)),
  locale: vOneOf<Locale>(...keysOf(LOCALES)),
  bargeIn: v.boolean(),
  greeting: vGreeting,
  turnDetection: vTurnDetection,
  noiseReduction: vOneOf('off', 'near_field', 'far_field'),
  speed: v.number(),
  silenceTimeoutSec: v.number(),
  maxDurationSec: v.number(),
  fallbackNumber: vStringOrNull,
})

export const vAgentSettings = v.object({
  name: v.string(),
  instructions: v.string(),
  capabilities: v.array(vOneOf(...CAPABILITIES)),
  voice: vVoiceSettings,
})

export const vAgentSettingsInput = v.object({
  name: v.string(),
  instructions: v.string(),
  capabilities: v.optional(v.array(v.string())),
  voice: v.optional(
    v.object({
      model: v.optional(v.string()),
      voice: v.optional(v.string()),
      locale: v.optional(v.string()),
      bargeIn: v.optional(v.boolean()),
      greeting: v.optional(vGreeting),
      turnDetection: v.optional(vTurnDetection),
      noiseReduction: v.optional(v.string()),
      speed: v.optional(v.number()),
      silenceTimeoutSec: v.optional(v.number()),
      maxDurationSec: v.optional(v.number()),
      fallbackNumber: v.optional(vStringOrNull),
    }),
  ),
})

export const vAgentSnapshot = v.object({
  agentId: v.string(),
  name: v.string(),
  version: v.number(),
  instructions: v.string(),
  voice: vVoiceSettings,
})

function keysOf<T extends Record<string, unknown>>(record: T): Extract<keyof T, string>[] {
  const keys: Extract<keyof T, string>[] = []
  for (const key in record) keys.push(key)
  return keys
}
