import type { RealtimeSessionCreateRequest } from 'openai/resources/realtime/realtime'
import { REALTIME_MODELS } from '../../../convex/model/engines/realtime/catalogue.ts'
import type {
  RealtimeSettings,
  TurnDetection,
} from '../../../convex/model/engines/realtime/settings.ts'
import { languageOf } from '../../../convex/model/locales.ts'
import { weighsSounds } from '../../call/overlap.ts'
import type { EngineBrief } from '../../call/ports.ts'
import { agentInstructions } from '../../call/prompts/index.ts'

type TurnDetectionConfig = NonNullable<
  NonNullable<NonNullable<RealtimeSessionCreateRequest['audio']>['input']>['turn_detection']
>

export type RealtimeBrief = EngineBrief<RealtimeSettings>

/** The agent's settings as a Realtime session: µ-law both ways, so that no audio is converted. */
export function sessionConfig(brief: RealtimeBrief): RealtimeSessionCreateRequest {
  return configOf(brief, { format: { type: 'audio/pcmu' } })
}

/** The same for audio that does not pass through us: its format is agreed on by others. */
export function directConfig(brief: RealtimeBrief): RealtimeSessionCreateRequest {
  return { model: brief.settings.model, ...configOf(brief, {}) }
}

function configOf(
  brief: RealtimeBrief,
  ours: { format?: { type: 'audio/pcmu' } },
): RealtimeSessionCreateRequest {
  const { settings, tools } = brief
  const config: RealtimeSessionCreateRequest = {
    type: 'realtime',
    output_modalities: ['audio'],
    instructions: agentInstructions(brief.instructions, brief.voice.locale),
    audio: {
      input: {
        ...ours,
        ...(settings.noiseReduction === 'off'
          ? {}
          : { noise_reduction: { type: settings.noiseReduction } }),
        transcription: {
          model: settings.transcription.model,
          ...languageHint(settings.transcription.language, brief.voice.locale),
        },
        turn_detection: turnDetection(settings.turnDetection, actsAlone(brief)),
      },
      output: { ...ours, voice: settings.voice, speed: settings.speed },
    },
    tools: tools.map((tool) => ({ type: 'function', ...tool })),
    tool_choice: 'auto',
  }
  const { reasoning = false } = REALTIME_MODELS.get(settings.model) ?? {}
  return reasoning ? { ...config, reasoning: { effort: 'low' } } : config
}

/** What the caller is expected to speak; nothing where the model is to find out. */
export function languageHint(language: string, locale: string): { language?: string } {
  if (language === 'auto') return {}
  return { language: language === 'locale' ? languageOf(locale) : language }
}

/**
 * With barge-in the model answers a caller's turn by itself and stops when the caller speaks: both
 * save a round trip. Without it, or where the greeting must be heard to its end, the call asks for each
 * answer and stops it, so that the agent can finish first; and so it does where what the model takes for
 * the caller may be an echo of its own voice, or no turn.
 */
export function actsAlone({ voice }: RealtimeBrief): boolean {
  const { bargeIn, echoGuard, greeting } = voice
  const mayBeCut = greeting.type === 'none' || greeting.interruptible
  return bargeIn && !echoGuard && mayBeCut && !weighsSounds(voice.interruptions)
}

function turnDetection(detection: TurnDetection, alone: boolean): TurnDetectionConfig {
  const who = { create_response: alone, interrupt_response: alone }
  if (detection.type === 'semantic_vad') return { ...detection, ...who }
  return {
    type: 'server_vad',
    threshold: detection.threshold,
    prefix_padding_ms: detection.prefixPaddingMs,
    silence_duration_ms: detection.silenceDurationMs,
    ...who,
  }
}
