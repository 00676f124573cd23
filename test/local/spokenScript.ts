/** What a caller is to do, written by hand: sentences to say, keys to press, pauses. */
import { readFileSync } from 'node:fs'
import { encodeMulaw } from '../../worker/lib/audio/mulaw.ts'
import { CALLER_VOICE, speak } from '../simulators/audio/speech.ts'
import { type PreparedAudio, prepareAudio } from '../simulators/twilio/index.ts'

export type Step =
  | { do: 'say'; utterance: PreparedAudio }
  | { do: 'press'; keys: string }
  | { do: 'wait'; ms: number }

/** Each sentence, one after the other. */
export function spoken(sentences: readonly string[]): Step[] {
  return sentences.map(say)
}

/**
 * A file with one step a line: `press 1234#`, `wait 3s`, and everything else is said; lines that begin with
 * `#` say nothing. @throws Error with a sentence for people, naming the file.
 */
export function readScript(path: string): Step[] {
  const steps = textOf(path)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map(stepOf)
  if (steps.length === 0) throw new Error(`${path} holds nothing to say.`)
  return steps
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new Error(`${path} cannot be read: ${why}`, { cause: error })
  }
}

function stepOf(line: string): Step {
  const [, keys] = /^press\s+([0-9*#]+)$/i.exec(line) ?? []
  if (keys !== undefined) return { do: 'press', keys }
  const [, amount, unit] = /^wait\s+(\d+(?:\.\d+)?)(ms|s)$/i.exec(line) ?? []
  if (amount !== undefined) {
    return { do: 'wait', ms: Number(amount) * (unit?.toLowerCase() === 's' ? 1_000 : 1) }
  }
  return say(line)
}

function say(sentence: string): Step {
  const sound = encodeMulaw(speak(sentence, CALLER_VOICE))
  return { do: 'say', utterance: prepareAudio(sound) }
}
