import { modelLabel } from '../../../../convex/model/engines/realtime/catalogue.ts'
import type {
  RealtimeSettings,
  TurnDetection,
} from '../../../../convex/model/engines/realtime/settings.ts'
import { capitalised } from '../labels.ts'
import type { EngineText } from './engineText.ts'
import { languageLabel, NOISE_REDUCTION_LABELS } from './realtimeOptions.ts'

export function describeRealtime(settings: RealtimeSettings): EngineText[] {
  const { model, voice, speed, turnDetection, noiseReduction, transcription } = settings
  const language = languageLabel(transcription.language)
  return [
    ['model', 'Model', modelLabel(model)],
    ['voice', 'Voice', capitalised(voice)],
    ['speed', 'Speed', `${speed} ×`],
    ['turnDetection', 'Turn detection', turnDetectionText(turnDetection)],
    ['noiseReduction', 'Noise reduction', NOISE_REDUCTION_LABELS[noiseReduction]],
    ['transcription', 'Transcription', `${modelLabel(transcription.model)}; ${language}`],
  ]
}

function turnDetectionText(detection: TurnDetection): string {
  switch (detection.type) {
    case 'server_vad': {
      const { threshold, prefixPaddingMs, silenceDurationMs } = detection
      return `By loudness: threshold ${threshold}, ${silenceDurationMs} ms of silence, ${prefixPaddingMs} ms kept before`
    }
    case 'semantic_vad':
      return `By meaning: eagerness ${detection.eagerness}`
  }
}
