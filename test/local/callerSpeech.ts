/** Reads what the caller says, and cuts it where the caller waits for an answer. */
import { encodeMulaw } from '../../worker/lib/audio/mulaw.ts'
import { toPcm } from '../../worker/lib/audio/pcm.ts'
import { Resampler } from '../../worker/lib/audio/Resampler.ts'
import { openWav } from '../simulators/audio/wav.ts'
import { FRAME_BYTES, FRAME_MS, loudness, prepareAudio } from '../simulators/twilio/index.ts'
import type { PreparedAudio } from '../simulators/twilio/index.ts'

const PHONE_HZ = 8000
/** Silence of this length ends an utterance. */
const PAUSE_FRAMES = 700 / FRAME_MS
/** Kept around an utterance, so that no soft sound at its ends is lost. */
const MARGIN_FRAMES = 120 / FRAME_MS
/** Speech is this much of the loud parts' level; below is breath and room. */
const SPEECH_SHARE = 0.08
/** Whatever the loud parts are: below this nothing is speech. */
const SILENCE_LEVEL = 60

/** A call is over before, minutes. */
const LONGEST_MIN = 60

/** The utterances of a WAV file. @throws Error with a sentence for people, naming the file. */
export function readCallerSpeech(path: string): PreparedAudio[] {
  let mulaw: Uint8Array
  try {
    mulaw = readMulaw(path)
  } catch (error) {
    throw new Error(`${path} cannot be read: ${whyNot(error)}`, { cause: error })
  }
  const utterances = splitUtterances(mulaw)
  if (utterances.length === 0) throw new Error(`${path} holds no speech.`)
  return utterances
}

function whyNot(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const isMissing = 'code' in error && error.code === 'ENOENT'
  return isMissing ? 'there is no such file.' : error.message
}

/** The file as the phone network carries it; read in pieces, as recordings may be long. */
function readMulaw(path: string): Uint8Array {
  const wav = openWav(path)
  try {
    const minutes = wav.seconds / 60
    if (minutes > LONGEST_MIN) {
      throw new Error(
        `It lasts ${Math.round(minutes)} minutes, and a call ${LONGEST_MIN} at the most.`,
      )
    }
    const resampler = new Resampler(wav.sampleRate, PHONE_HZ)
    const pieces: Uint8Array[] = []
    for (const block of wav.blocks) pieces.push(encodeMulaw(toPcm(resampler.push(mono(block)))))
    pieces.push(encodeMulaw(toPcm(resampler.end())))
    return Buffer.concat(pieces)
  } finally {
    wav.close()
  }
}

function mono(channels: readonly Int16Array[]): Int16Array {
  const [first = new Int16Array(), ...others] = channels
  if (others.length === 0) return first
  const mixed = new Int16Array(first.length)
  for (let n = 0; n < mixed.length; n++) {
    let sum = 0
    for (const channel of channels) sum += channel[n]!
    mixed[n] = Math.round(sum / channels.length)
  }
  return mixed
}

/** Cuts mu-law at 8 kHz at its pauses; an utterance begins and ends with a little silence. */
function splitUtterances(mulaw: Uint8Array): PreparedAudio[] {
  const levels = Array.from({ length: Math.ceil(mulaw.length / FRAME_BYTES) }, (_, n) =>
    loudness(mulaw.subarray(n * FRAME_BYTES, (n + 1) * FRAME_BYTES)),
  )
  const sorted = levels.toSorted((a, b) => a - b)
  const loud = sorted[Math.floor(sorted.length * 0.95)] ?? 0
  const speechLevel = Math.max(SILENCE_LEVEL, loud * SPEECH_SHARE)
  const spans: { first: number; last: number }[] = []
  levels.forEach((level, n) => {
    if (level < speechLevel) return
    const current = spans.at(-1)
    if (current && n - current.last < PAUSE_FRAMES) current.last = n
    else spans.push({ first: n, last: n })
  })
  return spans.map(({ first, last }) => {
    const from = Math.max(0, first - MARGIN_FRAMES) * FRAME_BYTES
    const to = (last + 1 + MARGIN_FRAMES) * FRAME_BYTES
    return prepareAudio(mulaw.subarray(from, to), speechLevel)
  })
}
