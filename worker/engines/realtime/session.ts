import type { RealtimeSessionCreateRequest } from 'openai/resources/realtime/realtime'
import type { TurnDetection } from '../../../convex/model/agent.ts'
import { LOCALES } from '../../../convex/model/locales.ts'
import { realtimeModel, TRANSCRIPTION_MODEL } from '../../../convex/model/models.ts'
import type { EngineBrief } from '../../call/ports.ts'

type TurnDetectionConfig = NonNullable<
  NonNullable<NonNullable<RealtimeSessionCreateRequest['audio']>['input']>['turn_detection']
>

/** The agent's settings as a Realtime session: µ-law both ways, so that no audio is converted. */
export function sessionConfig(brief: EngineBrief): RealtimeSessionCreateRequest {
  const { voice, tools } = brief
  const config: RealtimeSessionCreateRequest = {
    type: 'realtime',
    output_modalities: ['audio'],
    instructions: instructionsOf(brief),
    audio: {
      input: {
        format: { type: 'audio/pcmu' },
        ...(voice.noiseReduction === 'off'
          ? {}
          : { noise_reduction: { type: voice.noiseReduction } }),
        transcription: { model: TRANSCRIPTION_MODEL, language: voice.locale.slice(0, 2) },
        turn_detection: turnDetection(voice.turnDetection, voice.bargeIn),
      },
      output: { format: { type: 'audio/pcmu' }, voice: voice.voice, speed: voice.speed },
    },
    tools: tools.map((tool) => ({ type: 'function', ...tool })),
    tool_choice: 'auto',
  }
  return realtimeModel(voice.model).reasoning ? { ...config, reasoning: { effort: 'low' } } : config
}

export function instructionsOf({ instructions, voice }: EngineBrief): string {
  const language = `Speak ${LOCALES[voice.locale]} unless the caller asks for another language.`
  return `${instructions}\n\n${language} You are on the phone: keep your answers short.`
}

/**
 * With barge-in the model answers a caller's turn by itself and stops when the caller speaks: both
 * save a round trip. Without it the call asks for each answer, so that the agent can finish first.
 */
function turnDetection(detection: TurnDetection, bargeIn: boolean): TurnDetectionConfig {
  const who = { create_response: bargeIn, interrupt_response: bargeIn }
  if (detection.type === 'semantic_vad') return { ...detection, ...who }
  return {
    type: 'server_vad',
    threshold: detection.threshold,
    prefix_padding_ms: detection.prefixPaddingMs,
    silence_duration_ms: detection.silenceDurationMs,
    ...who,
  }
}
