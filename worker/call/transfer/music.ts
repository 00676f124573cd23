import { encodeMulaw } from '../../lib/audio/mulaw.ts'

/** How long one piece of the music is; the pieces follow each other without a seam. */
export const MUSIC_PIECE_MS = 2_000

const SAMPLE_RATE = 8_000
const PIECE = (MUSIC_PIECE_MS * SAMPLE_RATE) / 1000
/** Of full scale: below speech, as somebody may be listened for (about −25 dBFS at its loudest). */
const LEVEL = 0.05
const NOTE_MS = 500
/** A plucked note rings so long, into the next ones. */
const RING_MS = 1_800
const DECAY_MS = 450
const ATTACK_MS = 12

/** Four chords, broken into four notes each, of two seconds: a piece is a chord. MIDI numbers. */
const CHORDS: readonly (readonly number[])[] = [
  [60, 64, 67, 72],
  [57, 64, 69, 72],
  [53, 60, 65, 69],
  [55, 62, 67, 71],
]

let encoded: readonly string[] | null = null

/** A piece of soft music, base64 µ-law at 8 kHz, by its number; over and over. Made when it is first needed. */
export function musicPiece(number: number): string {
  encoded ??= encode(loop())
  return encoded[number % encoded.length] ?? ''
}

/** The whole of it: what rings at its end rings on at its beginning. */
function loop(): Float32Array {
  const samples = new Float32Array(CHORDS.length * PIECE)
  const notes = CHORDS.flatMap((chord, bar) =>
    chord.map((note, beat) => ({ note, at: bar * PIECE + beat * samplesOf(NOTE_MS) })),
  )
  for (const { note, at } of notes) pluck(samples, frequencyOf(note), at)
  return samples
}

function pluck(samples: Float32Array, frequency: number, at: number): void {
  for (let n = 0; n < samplesOf(RING_MS); n++) {
    const ms = (n * 1000) / SAMPLE_RATE
    const fade = Math.min(1, ms / ATTACK_MS, (RING_MS - ms) / 100) * Math.exp(-ms / DECAY_MS)
    const turn = (2 * Math.PI * frequency * n) / SAMPLE_RATE
    const index = (at + n) % samples.length
    const sound = Math.sin(turn) + 0.25 * Math.sin(2 * turn)
    samples[index] = (samples[index] ?? 0) + LEVEL * fade * sound
  }
}

function encode(samples: Float32Array): string[] {
  return CHORDS.map((_, bar) => {
    const piece = samples.subarray(bar * PIECE, (bar + 1) * PIECE)
    const pcm = Int16Array.from(piece, (sample) => Math.round(32_767 * sample))
    return base64Of(encodeMulaw(pcm))
  })
}

/** In parts: a call takes no more than so many arguments everywhere. */
function base64Of(bytes: Uint8Array): string {
  let binary = ''
  for (let at = 0; at < bytes.length; at += 4_000) {
    binary += String.fromCharCode(...bytes.subarray(at, at + 4_000))
  }
  return btoa(binary)
}

function frequencyOf(note: number): number {
  return 440 * 2 ** ((note - 69) / 12)
}

function samplesOf(ms: number): number {
  return (ms * SAMPLE_RATE) / 1000
}
