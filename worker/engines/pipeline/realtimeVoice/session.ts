/** The settings of a session that hears, speaks, or does both, and never thinks. */
import type { RealtimeSessionCreateRequest } from 'openai/resources/realtime/realtime'
import type {
  OpenAiEars,
  OpenAiMouth,
  VadSettings,
} from '../../../../convex/model/engines/pipeline/settings.ts'
import {
  REALTIME_MODELS,
  servedModel,
} from '../../../../convex/model/engines/realtime/catalogue.ts'
import { languageHint } from '../../realtime/session.ts'

/** What a session is for. */
export interface VoicePlan {
  model: string
  /** `null`: it does not hear. */
  hearing: {
    transcription: OpenAiEars['transcription']
    locale: string
    endsTurns: boolean
  } | null
  /** `null`: it does not speak. */
  speaking: Pick<OpenAiMouth, 'voice' | 'speed'> | null
}

/** The quiet that ends a turn where the session finds it, in ms: it is counted as part of the turn. */
export const END_SILENCE_MS = 500

/** Whether the session finds the ends of turns: only where our own VAD does not. */
export const endsTurns = (vad: VadSettings): boolean => !vad.on

/** The plan with the models that really serve on a day (`YYYY-MM-DD`, UTC). */
export function servedPlan(plan: VoicePlan, today: string): VoicePlan {
  const { model, hearing } = plan
  return {
    ...plan,
    model: servedModel(model, today),
    hearing: hearing && {
      ...hearing,
      transcription: {
        ...hearing.transcription,
        model: servedModel(hearing.transcription.model, today),
      },
    },
  }
}

type Audio = NonNullable<RealtimeSessionCreateRequest['audio']>

/** µ-law both ways, so that no audio is converted. */
export function sessionConfig({
  model,
  hearing,
  speaking,
}: VoicePlan): RealtimeSessionCreateRequest {
  const config: RealtimeSessionCreateRequest = {
    type: 'realtime',
    output_modalities: ['audio'],
    instructions: 'You read texts aloud, word for word, and say nothing of your own.',
    audio: { input: inputOf(hearing), output: { format: { type: 'audio/pcmu' }, ...speaking } },
    tools: [],
    tool_choice: 'none',
  }
  const { reasoning = false } = REALTIME_MODELS.get(model) ?? {}
  return reasoning ? { ...config, reasoning: { effort: 'minimal' } } : config
}

function inputOf(hearing: VoicePlan['hearing']): NonNullable<Audio['input']> {
  const format = { type: 'audio/pcmu' } as const
  if (!hearing) return { format, turn_detection: null }
  const { transcription, locale } = hearing
  return {
    format,
    transcription: {
      model: transcription.model,
      ...languageHint(transcription.language, locale),
    },
    turn_detection: hearing.endsTurns ? TURN_DETECTION : null,
  }
}

/** The session answers nobody, and lets nobody interrupt what it is told to say. */
const TURN_DETECTION = {
  type: 'server_vad',
  threshold: 0.5,
  prefix_padding_ms: 300,
  silence_duration_ms: END_SILENCE_MS,
  create_response: false,
  interrupt_response: false,
} as const
