import type {
  AgentSettings,
  Greeting,
  Interruptions,
  Reprompt,
} from '../../../convex/model/agent.ts'
import { ENGINE_LABELS, type EngineSettings } from '../../../convex/model/engines/index.ts'
import { LOCALES } from '../../../convex/model/locales.ts'
import { describeAfterCall } from './afterCall/describeAfterCall.ts'
import { describeChat } from './chat/describeChat.ts'
import { describeEngine } from './engines/describe.ts'
import { CAPABILITY_LABELS } from './labels.ts'
import { describeTools } from './tools/describeTools.ts'

/** One setting in words, for comparing two versions. */
export interface SettingText {
  path: string
  label: string
  text: string
  /** Text of several lines, which is compared line by line. */
  long: boolean
}

type Row = [path: string, label: string, text: string]

export function describeSettings(settings: AgentSettings): SettingText[] {
  const { name, instructions, capabilities, voice, engine, otherEngine } = settings
  const { tools, afterCall, chat } = settings
  const capabilityNames = capabilities.map((capability) => CAPABILITY_LABELS[capability])
  const rows: Row[] = [
    ['name', 'Name', name],
    ['instructions', 'System prompt', instructions],
    ['capabilities', 'Capabilities', capabilityNames.join(', ')],
    ['voice.locale', 'Locale', LOCALES[voice.locale]],
    ['voice.bargeIn', 'Barge-in', voice.bargeIn ? 'On' : 'Off'],
    ['voice.echoGuard', 'Echo guard', voice.echoGuard ? 'On' : 'Off'],
    ['voice.interruptions', 'Interruptions', interruptionsText(voice.interruptions)],
    ['voice.reprompt', 'Ask a silent caller', repromptText(voice.reprompt)],
    ['voice.greeting', 'Greeting', greetingText(voice.greeting)],
    ['voice.silenceTimeoutSec', 'Silence limit', secondsText(voice.silenceTimeoutSec)],
    ['voice.maxDurationSec', 'Longest call', secondsText(voice.maxDurationSec)],
    ['voice.droppedLine', 'Dropped line', withinText(voice.droppedLine.withinMin)],
    ['voice.fallbackNumber', 'Fallback number', voice.fallbackNumber ?? 'None'],
    ['engine', 'Engine', ENGINE_LABELS[engine.engine]],
    ...describeEngine(engine).map(([key, label, text]): Row => [`engine.${key}`, label, text]),
    ['otherEngine', 'If the engine fails', otherEngine ? inOneLine(otherEngine) : 'Nobody'],
    ...describeTools(tools).map(([key, label, text]): Row => [`tools.${key}`, label, text]),
    ...describeChat(chat).map(([key, label, text]): Row => [`chat.${key}`, label, text]),
    ...describeAfterCall(afterCall).map(([key, label, text]): Row => [
      `afterCall.${key}`,
      label,
      text,
    ]),
  ]
  return rows.map(([path, label, text]) => ({ path, label, text, long: path === 'instructions' }))
}

function inOneLine(engine: EngineSettings): string {
  const parts = describeEngine(engine).map(([, label, text]) => `${label}: ${text}`)
  return [ENGINE_LABELS[engine.engine], ...parts].join('. ')
}

function interruptionsText({ resumeFalse, minSpeechMs, backchannels }: Interruptions): string {
  const parts = [
    minSpeechMs > 0 ? `From ${minSpeechMs} ms of speech or a word on` : 'Any sound',
    ...(backchannels === 'ignored' ? ['not “mhm” and “okay”'] : []),
    ...(resumeFalse ? ['goes on after a false one'] : []),
  ]
  return parts.join('; ')
}

function repromptText({ times, afterSec }: Reprompt): string {
  if (times === 0) return 'Never'
  return `${times === 1 ? 'Once' : `${times} times`}, after ${afterSec} s of silence`
}

function greetingText(greeting: Greeting): string {
  switch (greeting.type) {
    case 'fixed':
      return `“${greeting.text}”${toItsEnd(greeting)}`
    case 'generated':
      return `In its own words${toItsEnd(greeting)}`
    case 'none':
      return 'Waits for the caller'
  }
}

const toItsEnd = ({ interruptible }: { interruptible: boolean }) =>
  interruptible ? '' : ', to its end'

function secondsText(seconds: number): string {
  return seconds === 0 ? 'Never' : `${seconds} s`
}

function withinText(minutes: number): string {
  return minutes === 0 ? 'Never taken up' : `Taken up within ${minutes} min`
}
