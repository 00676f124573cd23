/** What an operator may set of an agent that hears, thinks and speaks through three parts. */
import * as z from 'zod'
import { between, oneOf, wholeBetween } from '../../fields.ts'
import { secretReferenceSchema } from '../../secret.ts'
import { webAddressSchema } from '../../webAddress.ts'
import { languageSchema, transcriptionSchema } from '../realtime/transcription.ts'
import { DEFAULT_VOICE, voiceSchema } from '../realtime/voices.ts'
import { DEFAULT_CHAT_MODEL, DEFAULT_REALTIME_MODEL, RACHEL } from './catalogue.ts'
import { retiredIdNotice } from './retiredIds.ts'

/** A vendor's own name of a model or a voice: what accounts offer changes, so any may be set. */
const name = z.string().trim().min(1, 'Choose one, or write its name.').max(200)

const notRetired = ({ input }: { input?: unknown }): string => retiredIdNotice(String(input)) ?? ''

const isServed = (text: string): boolean => retiredIdNotice(text) === null

/** The same of a model that thinks: ids of what cannot be asked any more get a sentence of their own. */
const thinkingModel = name.refine(isServed, { error: notRetired })

/** Where a brain is asked. */
const brainAddressSchema = z.string().refine(isServed, { error: notRetired }).pipe(webAddressSchema)

const elevenLabsEarsSchema = z.object({
  vendor: z.literal('elevenlabs'),
  model: name.default('scribe_v2_realtime'),
  language: languageSchema.default('locale'),
  /**
   * Who ends a turn while `vad.on` is false: Scribe by a pause, or by what it predicts. With it, our own
   * VAD does (Scribe's `manual`).
   */
  commit: oneOf(['vad', 'turn_prediction'], 'Choose vad or turn_prediction.').default('vad'),
})

const openAiEarsSchema = z.object({
  vendor: z.literal('openai'),
  /** The Realtime model whose session hears. It says nothing unless it is the mouth, too. */
  model: name.default(DEFAULT_REALTIME_MODEL),
  transcription: transcriptionSchema.default(() => transcriptionSchema.parse({})),
})

export const earsSchema = z.discriminatedUnion('vendor', [elevenLabsEarsSchema, openAiEarsSchema])
export type EarsSettings = z.infer<typeof earsSchema>
export type ElevenLabsEars = Extract<EarsSettings, { vendor: 'elevenlabs' }>
export type OpenAiEars = Extract<EarsSettings, { vendor: 'openai' }>

const responsesSchema = z.object({
  kind: z.literal('responses'),
  model: thinkingModel.default(DEFAULT_CHAT_MODEL),
  reasoning: oneOf(
    ['none', 'minimal', 'low', 'medium', 'high'],
    'Choose none, minimal, low, medium or high.',
  ).default('none'),
})

const chatCompletionsSchema = z.object({
  kind: z.literal('chat_completions'),
  /** Up to and without `/chat/completions`. */
  baseUrl: brainAddressSchema,
  model: thinkingModel,
  /** `null`: the endpoint wants no key. */
  key: secretReferenceSchema.nullable().default(null),
})

const httpBrainSchema = z.object({
  kind: z.literal('http'),
  url: brainAddressSchema,
  /** Signs each request (Standard Webhooks); `null`: they are not signed. */
  signingSecret: secretReferenceSchema.nullable().default(null),
  /** Sent as a bearer; `null`: none is sent. */
  bearer: secretReferenceSchema.nullable().default(null),
  /** Whether it is told the agent's tools. */
  tools: z.boolean().default(false),
})

export const brainSchema = z.discriminatedUnion('kind', [
  responsesSchema,
  chatCompletionsSchema,
  httpBrainSchema,
])
export type BrainSettings = z.infer<typeof brainSchema>

const elevenLabsMouthSchema = z.object({
  vendor: z.literal('elevenlabs'),
  model: name.default('eleven_flash_v2_5'),
  voice: name.default(RACHEL),
  /** 0 varied to 1 even. */
  stability: between(0, 1).default(0.5),
  /** How close to the original voice, 0 to 1. */
  similarity: between(0, 1).default(0.75),
  /** Rate of speech, 1 is natural. */
  speed: between(0.7, 1.2).default(1),
})

const openAiMouthSchema = z.object({
  vendor: z.literal('openai'),
  model: name.default(DEFAULT_REALTIME_MODEL),
  voice: voiceSchema.default(DEFAULT_VOICE),
  speed: between(0.25, 1.5).default(1),
})

export const mouthSchema = z.discriminatedUnion('vendor', [
  elevenLabsMouthSchema,
  openAiMouthSchema,
])
export type MouthSettings = z.infer<typeof mouthSchema>
export type ElevenLabsMouth = Extract<MouthSettings, { vendor: 'elevenlabs' }>
export type OpenAiMouth = Extract<MouthSettings, { vendor: 'openai' }>

/** Silero, in the Worker. */
export const vadSchema = z.object({
  on: z.boolean().default(true),
  /** How sure it must be that it hears speech, 0 to 1. */
  threshold: between(0.1, 0.95).default(0.5),
  /** Quiet that ends a stretch of speech, in ms. */
  silenceMs: wholeBetween(100, 2000, 'ms').default(200),
})
export type VadSettings = z.infer<typeof vadSchema>

/** When the caller's turn ends, counted from the end of a stretch of speech. */
export const turnTakingSchema = z.object({
  pauseMs: wholeBetween(0, 3000, 'ms').default(400),
  /** After a sentence that is not finished. */
  unfinishedPauseMs: wholeBetween(0, 5000, 'ms').default(900),
})
export type TurnTaking = z.infer<typeof turnTakingSchema>

/** Who takes over a part that fails in mid-call; `null`: nobody. */
export const sparesSchema = z.object({
  ears: earsSchema.nullable().default(null),
  brain: brainSchema.nullable().default(null),
  mouth: mouthSchema.nullable().default(null),
})

export const pipelineSettingsSchema = z.object({
  engine: z.literal('pipeline'),
  ears: earsSchema.default(() => elevenLabsEarsSchema.parse({ vendor: 'elevenlabs' })),
  brain: brainSchema.default(() => responsesSchema.parse({ kind: 'responses' })),
  mouth: mouthSchema.default(() => elevenLabsMouthSchema.parse({ vendor: 'elevenlabs' })),
  vad: vadSchema.default(() => vadSchema.parse({})),
  turnTaking: turnTakingSchema.default(() => turnTakingSchema.parse({})),
  spares: sparesSchema.default(() => sparesSchema.parse({})),
})
export type PipelineSettings = z.infer<typeof pipelineSettingsSchema>

/** As it is stored: voices come and go, so any name can be read. */
const storedMouthSchema = z.discriminatedUnion('vendor', [
  elevenLabsMouthSchema,
  openAiMouthSchema.extend({ voice: z.string() }),
])
const storedTranscription = z.object({ model: z.string(), language: z.string() })
const storedEarsSchema = z.discriminatedUnion('vendor', [
  elevenLabsEarsSchema.extend({ language: z.string() }),
  openAiEarsSchema.extend({ transcription: storedTranscription }),
])
export const storedPipelineSchema = pipelineSettingsSchema.extend({
  ears: storedEarsSchema,
  mouth: storedMouthSchema,
  spares: sparesSchema.extend({
    ears: storedEarsSchema.nullable(),
    mouth: storedMouthSchema.nullable(),
  }),
})
