/**
 * Makes `caller.wav`, the recording that a simulated phone speaks unless it is given another:
 * `node test/simulators/audio/makeCallerWav.ts`.
 */
import { writeFileSync } from 'node:fs'
import { PHRASES } from './phrases.ts'
import { CALLER_VOICE, SPEECH_HZ, speak } from './speech.ts'
import { writeWav } from './wav.ts'

const PAUSE_MS = 1200

function silence(ms: number): Int16Array {
  return new Int16Array((ms * SPEECH_HZ) / 1000)
}

function join(pieces: Int16Array[]): Int16Array {
  const joined = new Int16Array(pieces.reduce((total, piece) => total + piece.length, 0))
  let at = 0
  for (const piece of pieces) {
    joined.set(piece, at)
    at += piece.length
  }
  return joined
}

const recording = join([
  speak(PHRASES.hours, CALLER_VOICE),
  silence(PAUSE_MS),
  speak(PHRASES.goodbye, CALLER_VOICE),
])
writeFileSync(
  new URL('caller.wav', import.meta.url),
  writeWav({ sampleRate: SPEECH_HZ, channels: [recording] }),
)
