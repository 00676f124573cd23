/** What a room plays by itself: the beep of somebody who comes or goes, and music for who waits. */
import { FRAME_BYTES } from '../callerVoice.ts'

const SAMPLES_PER_MS = 8
const BEEP_MS = 200
const BEEP_HZ = { enter: 1000, exit: 600 }
/** A chord broken into notes, over and over. */
const MELODY_HZ = [262, 330, 392, 523, 392, 330]
const NOTE_MS = 400
const [BEEP_LEVEL, MUSIC_LEVEL] = [8000, 2500]

export type BeepKind = keyof typeof BEEP_HZ

/** 16-bit samples at 8 kHz. */
export function beepSound(kind: BeepKind): Int16Array {
  return sine(BEEP_HZ[kind], BEEP_MS, BEEP_LEVEL)
}

const music = joined(MELODY_HZ.map((hz) => sine(hz, NOTE_MS, MUSIC_LEVEL)))

/** The `n`th frame of the music, which has no end. */
export function musicFrame(n: number): Int16Array {
  const from = (n * FRAME_BYTES) % music.length
  return music.subarray(from, from + FRAME_BYTES)
}

function sine(hz: number, ms: number, level: number): Int16Array {
  return Int16Array.from(
    { length: ms * SAMPLES_PER_MS },
    (_, n) => level * Math.sin((2 * Math.PI * hz * n) / 8000),
  )
}

function joined(pieces: readonly Int16Array[]): Int16Array {
  return Int16Array.from(pieces.flatMap((piece) => [...piece]))
}
