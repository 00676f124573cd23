/** Which engine new agents start with, by the settings of an installation. */
import type { EngineSettings } from '../../convex/model/engines/index.ts'
import {
  type PipelineSettings,
  pipelineSettingsSchema,
} from '../../convex/model/engines/pipeline/settings.ts'
import { realtimeSettingsSchema } from '../../convex/model/engines/realtime/settings.ts'
import type { Settings } from './schema.ts'
import { currentModel, elevenLabsVoiceId, lastingChatModel } from './vendorNames.ts'

/**
 * With an endpoint of one's own, or a model that only writes, three parts share the work; else a Realtime
 * model does all of it. ElevenLabs hears and speaks where there is a key and no Realtime model was asked for.
 */
export function newEngineBy(settings: Settings): EngineSettings {
  const { OPENAI_MODEL: model, BRAIN_URL: brainUrl } = settings
  const talks = model !== undefined && currentModel(model) !== null
  const byElevenLabs =
    settings.ELEVENLABS_API_KEY !== undefined && !settings.SIMULATED_VOICE && !talks
  const thinks = brainUrl !== undefined || (model !== undefined && !talks)
  if (!byElevenLabs && !thinks) return realtimeBy(settings)
  return pipelineSettingsSchema.parse({
    engine: 'pipeline',
    ...(byElevenLabs ? elevenLabsBy(settings) : openAiBy(settings)),
    brain: brainBy(settings),
    vad: { on: settings.VAD_ENABLED },
  })
}

function realtimeBy(settings: Settings): EngineSettings {
  const { OPENAI_MODEL: model, OPENAI_VOICE: voice } = settings
  return realtimeSettingsSchema.parse({
    engine: 'realtime',
    model: model && (currentModel(model) ?? undefined),
    voice,
    transcription: transcriptionBy(settings),
  })
}

const transcriptionBy = (settings: Settings) => ({
  model: settings.INPUT_TRANSCRIPTION_MODEL,
  language: settings.INPUT_TRANSCRIPTION_LANGUAGE,
})

/** As a form sends it: what is not set is left to the schema. */
function elevenLabsBy(settings: Settings): Voice {
  const { ELEVENLABS_VOICE_ID: voice, INPUT_TRANSCRIPTION_LANGUAGE: language } = settings
  return {
    ears: { vendor: 'elevenlabs', language },
    mouth: { vendor: 'elevenlabs', voice: (voice && elevenLabsVoiceId(voice)) ?? undefined },
  }
}

function openAiBy(settings: Settings): Voice {
  const { OPENAI_MODEL: model, OPENAI_VOICE: voice } = settings
  const realtime = (model && currentModel(model)) ?? undefined
  return {
    ears: { vendor: 'openai', model: realtime, transcription: transcriptionBy(settings) },
    mouth: { vendor: 'openai', model: realtime, voice },
  }
}

interface Voice {
  ears: { vendor: PipelineSettings['ears']['vendor']; [setting: string]: unknown }
  mouth: { vendor: PipelineSettings['mouth']['vendor']; [setting: string]: unknown }
}

function brainBy({ BRAIN_URL: url, OPENAI_MODEL: model }: Settings): object {
  if (url !== undefined) return { kind: 'http', url }
  const writes = model !== undefined && currentModel(model) === null
  return { kind: 'responses', model: writes ? lastingChatModel(model) : undefined }
}
