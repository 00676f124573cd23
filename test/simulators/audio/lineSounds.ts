/**
 * What a telephone line carries beside speech, for as long as is wanted, at 8 kHz: the same for the same
 * seed. Levels are those of `sounds.ts`.
 */
import { atLevel, randomSequence } from './sounds.ts'
import { SPEECH_HZ } from './speech.ts'

export type LineSound = 'pink noise' | 'tones' | 'clicks'

export const LINE_SOUNDS: readonly LineSound[] = ['pink noise', 'tones', 'clicks']

/** `db`: the level of the whole, quiet moments included. */
export function lineSound(sound: LineSound, ms: number, db: number, seed: number): Int16Array {
  const chance = randomSequence(seed)
  const length = Math.round((ms * SPEECH_HZ) / 1000)
  const wave = WAVES[sound](length, chance)
  const peak = wave.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-9)
  return atLevel(
    Int16Array.from(wave, (value) => (value / peak) * 32_767),
    db,
  )
}

const WAVES: Record<LineSound, (length: number, chance: () => number) => Float64Array> = {
  'pink noise': pinkNoise,
  tones,
  clicks,
}

const OCTAVES = 12

/** Each octave is as loud as the next: numbers that change with every sample, every second one, … */
function pinkNoise(length: number, chance: () => number): Float64Array {
  const octaves = Float64Array.from({ length: OCTAVES }, () => 2 * chance() - 1)
  return Float64Array.from({ length }, (_, n) => {
    const octave = Math.min(OCTAVES - 1, 31 - Math.clz32(n & -n || 1))
    octaves[octave] = 2 * chance() - 1
    return octaves.reduce((sum, value) => sum + value, 2 * chance() - 1)
  })
}

/** Ringing, engaged, keys of a telephone, beeps of any pitch; each for a while, with quiet between. */
const CHORDS: readonly (readonly number[])[] = [[440, 480], [480, 620], [350, 440], [425], [1000]]
const KEYS = { rows: [697, 770, 852, 941], columns: [1209, 1336, 1477] }
const RAMP = SPEECH_HZ / 200

function tones(length: number, chance: () => number): Float64Array {
  const wave = new Float64Array(length)
  const among = <T>(all: readonly T[]): T => all[Math.floor(chance() * all.length)]!
  const chords = [
    () => among(CHORDS),
    () => [among(KEYS.rows), among(KEYS.columns)],
    () => [250 + 3000 * chance()],
  ]
  for (let at = 0; at < length;) {
    const hertz = among(chords)()
    const lasts = Math.round((0.08 + 1.5 * chance()) * SPEECH_HZ)
    for (let n = 0; n < lasts && at + n < length; n++) {
      const loudness = Math.min(1, n / RAMP, (lasts - n) / RAMP)
      wave[at + n] = hertz.reduce((sum, hz) => sum + loudness * sine(hz, n), 0)
    }
    at += lasts + Math.round((0.05 + 0.8 * chance()) * SPEECH_HZ)
  }
  return wave
}

function sine(hz: number, n: number): number {
  return Math.sin((2 * Math.PI * hz * n) / SPEECH_HZ)
}

/** Some sharp, some dull, some in quick succession. */
function clicks(length: number, chance: () => number): Float64Array {
  const wave = new Float64Array(length)
  for (let at = 0; at < length;) {
    const [loudness, fades] = [0.2 + 0.8 * chance(), (0.0005 + 0.008 * chance()) * SPEECH_HZ]
    for (let n = 0; n < 8 * fades && at + n < length; n++) {
      wave[at + n]! += loudness * (2 * chance() - 1) * Math.exp(-n / fades)
    }
    at += Math.round((0.03 + 0.9 * chance() ** 2) * SPEECH_HZ)
  }
  return wave
}
