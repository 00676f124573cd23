import type { AgentSettings, Greeting, TurnDetection } from '../../../convex/model/agent.ts'
import { LOCALES } from '../../../convex/model/locales.ts'
import { realtimeModel } from '../../../convex/model/models.ts'
import { CAPABILITY_LABELS, NOISE_REDUCTION_LABELS } from './labels.ts'

/** One setting in words, for comparing two versions. */
export interface SettingText {
  path: string
  label: string
  text: string
  /** Text of several lines, which is compared line by line. */
  long: boolean
}

export function describeSettings(settings: AgentSettings): SettingText[] {
  const { name, instructions, capabilities, voice } = settings
  const capabilityNames = capabilities.map((capability) => CAPABILITY_LABELS[capability])
  const rows: [path: string, label: string, text: string][] = [
    ['name', 'Name', name],
    ['instructions', 'System prompt', instructions],
    ['capabilities', 'Capabilities', capabilityNames.join(', ')],
    ['voice.model', 'Model', realtimeModel(voice.model).label],
    ['voice.voice', 'Voice', voice.voice],
    ['voice.locale', 'Locale', LOCALES[voice.locale]],
    ['voice.bargeIn', 'Barge-in', voice.bargeIn ? 'On' : 'Off'],
    ['voice.greeting', 'Greeting', greetingText(voice.greeting)],
    ['voice.turnDetection', 'Turn detection', turnDetectionText(voice.turnDetection)],
    ['voice.noiseReduction', 'Noise reduction', NOISE_REDUCTION_LABELS[voice.noiseReduction]],
    ['voice.speed', 'Speed', `${voice.speed} ×`],
    ['voice.silenceTimeoutSec', 'Silence limit', secondsText(voice.silenceTimeoutSec)],
    ['voice.maxDurationSec', 'Longest call', secondsText(voice.maxDurationSec)],
    ['voice.fallbackNumber', 'Fallback number', voice.fallbackNumber ?? 'None'],
  ]
  return rows.map(([path, label, text]) => ({ path, label, text, long: path === 'instructions' }))
}

function greetingText(greeting: Greeting): string {
  switch (greeting.type) {
    case 'fixed':
      return `“${greeting.text}”`
    case 'generated':
      return 'In its own words'
    case 'none':
      return 'Waits for the caller'
  }
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

function secondsText(seconds: number): string {
  return seconds === 0 ? 'Never' : `${seconds} s`
}
