/**
 * The settings that hold in a session: the service's defaults, and how a `session.update` is laid
 * over them. Only what an update names changes.
 */
import { isDeepStrictEqual } from 'node:util'
import { REALTIME_MODELS } from './models.ts'
import type {
  AudioFormat,
  SessionUpdate,
  Tool,
  TurnDetection,
  VoiceSetting,
} from './sessionConfig.ts'
import { ClientError } from './wireErrors.ts'

type Input = NonNullable<NonNullable<SessionUpdate['audio']>['input']>
type Given<Name extends keyof SessionUpdate> = NonNullable<SessionUpdate[Name]>

/** As the service writes it, in its order. */
export interface Settings {
  type: 'realtime'
  object: 'realtime.session'
  id: string
  model: string
  output_modalities: Given<'output_modalities'>
  instructions: string
  tools: Tool[]
  tool_choice: Given<'tool_choice'>
  max_output_tokens: Given<'max_output_tokens'>
  tracing: Given<'tracing'> | null
  truncation: Given<'truncation'>
  prompt: Given<'prompt'> | null
  /** Seconds since 1970. */
  expires_at: number
  audio: {
    input: {
      format: AudioFormat
      transcription: NonNullable<Input['transcription']> | null
      noise_reduction: NonNullable<Input['noise_reduction']> | null
      turn_detection: TurnDetection | null
    }
    output: { format: AudioFormat; voice: VoiceSetting; speed: number }
  }
  include: Given<'include'> | null
  reasoning?: Given<'reasoning'>
  parallel_tool_calls?: boolean
}

const DEFAULT_FORMAT: AudioFormat = { type: 'audio/pcm', rate: 24_000 }

const DEFAULT_TURN_DETECTION: TurnDetection = {
  type: 'server_vad',
  threshold: 0.5,
  prefix_padding_ms: 300,
  silence_duration_ms: 500,
  idle_timeout_ms: null,
  create_response: true,
  interrupt_response: true,
}

export function defaultSettings(id: string, model: string, expiresAt: number): Settings {
  return {
    type: 'realtime',
    object: 'realtime.session',
    id,
    model,
    output_modalities: ['audio'],
    instructions: 'You are a helpful, friendly voice assistant.',
    tools: [],
    tool_choice: 'auto',
    max_output_tokens: 'inf',
    tracing: null,
    truncation: 'auto',
    prompt: null,
    expires_at: expiresAt,
    audio: {
      input: {
        format: DEFAULT_FORMAT,
        transcription: null,
        noise_reduction: null,
        turn_detection: DEFAULT_TURN_DETECTION,
      },
      output: { format: DEFAULT_FORMAT, voice: 'alloy', speed: 1 },
    },
    include: null,
  }
}

/** The same settings with the model's voice in another format. */
export function speakingIn(type: AudioFormat['type'], settings: Settings): Settings {
  const { input, output } = settings.audio
  const format: AudioFormat = type === 'audio/pcm' ? DEFAULT_FORMAT : { type }
  return { ...settings, audio: { input, output: { ...output, format } } }
}

export interface Circumstances {
  /** The assistant has spoken in this session. */
  hasSpoken: boolean
  responding: boolean
}

/** @throws ClientError when the update breaks a rule; then nothing changes. */
export function applyUpdate(now: Settings, update: SessionUpdate, state: Circumstances): Settings {
  refuseForbidden(now, update, state)
  const { audio, type: _type, ...plain } = update
  const { input, output } = audio ?? {}
  return {
    ...now,
    ...withoutUndefined(plain),
    audio: {
      input: {
        ...now.audio.input,
        ...withoutUndefined(input ?? {}),
        noise_reduction: noiseReduction(now, input?.noise_reduction),
      },
      output: { ...now.audio.output, ...withoutUndefined(output ?? {}) },
    },
  }
}

/** The strength is 1 at first, and stays as it is where an update leaves it out. */
function noiseReduction(
  { audio: { input } }: Settings,
  asked: Input['noise_reduction'],
): Settings['audio']['input']['noise_reduction'] {
  if (asked === undefined) return input.noise_reduction
  return (
    asked && {
      strength: input.noise_reduction?.strength ?? 1,
      ...withoutUndefined(asked),
      type: asked.type,
    }
  )
}

type Defined<T> = { [Key in keyof T]: Exclude<T[Key], undefined> }

function withoutUndefined<T extends object>(fields: T): Partial<Defined<T>>
function withoutUndefined(fields: object): object {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))
}

function refuseForbidden(now: Settings, update: SessionUpdate, state: Circumstances): void {
  const { model, tracing, reasoning, parallel_tool_calls: parallel, audio } = update
  if (model !== undefined && model !== now.model) {
    const message = "Cannot update a session's model after the session has been created."
    throw new ClientError('cannot_update_model', message, 'session.model')
  }
  refuseVoiceChange(now, audio?.output?.voice, state)
  const speed = audio?.output?.speed
  if (state.responding && speed !== undefined && speed !== now.audio.output.speed) {
    const message = 'Cannot update the speed while a response is in progress.'
    throw new ClientError('invalid_value', message, 'session.audio.output.speed')
  }
  if (now.tracing !== null && tracing !== undefined && !isDeepStrictEqual(tracing, now.tracing)) {
    const message = 'Cannot update tracing once it has been turned on.'
    throw new ClientError('cannot_update_tracing', message, 'session.tracing')
  }
  if (REALTIME_MODELS[now.model]?.reasoning) return
  if (reasoning !== undefined) throw unsupported('session.reasoning', now.model)
  if (parallel !== undefined) throw unsupported('session.parallel_tool_calls', now.model)
}

function refuseVoiceChange(
  now: Settings,
  voice: VoiceSetting | undefined,
  state: Circumstances,
): void {
  if (voice === undefined || !state.hasSpoken) return
  if (isDeepStrictEqual(voice, now.audio.output.voice)) return
  const message = "Cannot update a conversation's voice if assistant audio is present."
  throw new ClientError('cannot_update_voice', message, 'session.audio.output.voice')
}

function unsupported(param: string, model: string): ClientError {
  const message = `Unsupported parameter: '${param}' is not supported with the model '${model}'.`
  return new ClientError('unsupported_parameter', message, param)
}
