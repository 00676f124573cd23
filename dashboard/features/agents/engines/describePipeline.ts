import { modelLabel, voiceLabel } from '../../../../convex/model/engines/index.ts'
import type {
  BrainSettings,
  EarsSettings,
  MouthSettings,
  PipelineSettings,
  TurnTaking,
  VadSettings,
} from '../../../../convex/model/engines/pipeline/settings.ts'
import type { SecretReference } from '../../../../convex/model/secret.ts'
import { capitalised } from '../labels.ts'
import type { EngineText } from './engineText.ts'
import { BRAIN_LABELS, COMMIT_LABELS, EARS_LABELS, MOUTH_LABELS } from './pipelineOptions.ts'
import { languageLabel } from './realtimeOptions.ts'

export function describePipeline(settings: PipelineSettings): EngineText[] {
  const { ears, brain, mouth, vad, turnTaking, spares } = settings
  return [
    ['ears', 'Ears', earsText(ears)],
    ['brain', 'Brain', brainText(brain)],
    ['mouth', 'Mouth', mouthText(mouth)],
    ['vad', 'Voice detection', vadText(vad)],
    ['turnTaking', 'Pauses', pausesText(turnTaking)],
    ['spares', 'If a part fails', sparesText(spares)],
  ]
}

function earsText(ears: EarsSettings): string {
  const service = `${EARS_LABELS[ears.vendor]}, ${modelLabel(ears.model)}`
  switch (ears.vendor) {
    case 'elevenlabs': {
      const end = COMMIT_LABELS[ears.commit].toLowerCase()
      return `${service}; ${languageLabel(ears.language)}; turns end ${end}`
    }
    case 'openai': {
      const { model, language } = ears.transcription
      return `${service}; ${modelLabel(model)}; ${languageLabel(language)}`
    }
  }
}

function brainText(brain: BrainSettings): string {
  const service = BRAIN_LABELS[brain.kind]
  switch (brain.kind) {
    case 'responses':
      return `${service}, ${modelLabel(brain.model)}; reasoning ${brain.reasoning}`
    case 'chat_completions':
      return `${service} ${brain.baseUrl}, ${brain.model}; key ${secretText(brain.key)}`
    case 'http': {
      const signing = `signing secret ${secretText(brain.signingSecret)}`
      const bearer = `bearer token ${secretText(brain.bearer)}`
      const tools = brain.tools ? 'with our tools' : 'without our tools'
      return `${service} ${brain.url}; ${signing}; ${bearer}; ${tools}`
    }
  }
}

/** Another secret is another reference, which says as little as it should. */
const secretText = (secret: SecretReference | null) => (secret === null ? 'none' : 'stored')

function mouthText(mouth: MouthSettings): string {
  const service = `${MOUTH_LABELS[mouth.vendor]}, ${modelLabel(mouth.model)}`
  switch (mouth.vendor) {
    case 'elevenlabs': {
      const { voice, stability, similarity, speed } = mouth
      return `${service}; voice ${voiceLabel(voice)}; stability ${stability}, similarity ${similarity}, speed ${speed} ×`
    }
    case 'openai':
      return `${service}; voice ${capitalised(mouth.voice)}; speed ${mouth.speed} ×`
  }
}

const vadText = ({ on, threshold, silenceMs }: VadSettings): string =>
  on ? `On: threshold ${threshold}, ${silenceMs} ms of quiet` : 'Off'

const pausesText = ({ pauseMs, unfinishedPauseMs }: TurnTaking): string =>
  `${pauseMs} ms; ${unfinishedPauseMs} ms after an unfinished sentence`

function sparesText({ ears, brain, mouth }: PipelineSettings['spares']): string {
  const parts = [
    ...(ears ? [`Ears: ${earsText(ears)}`] : []),
    ...(brain ? [`Brain: ${brainText(brain)}`] : []),
    ...(mouth ? [`Mouth: ${mouthText(mouth)}`] : []),
  ]
  return parts.length > 0 ? parts.join('. ') : 'Nobody'
}
