/** Mel-frequency cepstral coefficients of 8 kHz speech, with silence at both ends left out. */

export const COEFFICIENTS = 13

export interface Features {
  frames: number
  /** `frames` times {@link COEFFICIENTS}, each coefficient with mean 0 and variance 1. */
  values: Float32Array
}

const HOP = 160
const WINDOW = 256
const BINS = WINDOW / 2
const FILTERS = 24
const SAMPLE_HZ = 8000
const LOWEST_HZ = 120
const HIGHEST_HZ = 3600
/** Frames this much quieter than the loudest are silence. */
const SILENCE_DB = 26

const hann = Float64Array.from(
  { length: WINDOW },
  (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / WINDOW),
)
const filters = designFilters()

export function extractFeatures(pcm: Int16Array): Features {
  const { first, last } = voicedFrames(pcm)
  const frames = Math.max(0, last - first + 1)
  const values = new Float32Array(frames * COEFFICIENTS)
  for (let frame = 0; frame < frames; frame++) {
    values.set(cepstrum(pcm, (first + frame) * HOP), frame * COEFFICIENTS)
  }
  normalise(values, frames)
  return { frames, values }
}

function voicedFrames(pcm: Int16Array): { first: number; last: number } {
  const count = Math.max(0, Math.floor((pcm.length - WINDOW) / HOP) + 1)
  const levels = Array.from({ length: count }, (_, frame) => frameDb(pcm, frame * HOP))
  const quietest = Math.max(-100, ...levels) - SILENCE_DB
  const first = levels.findIndex((level) => level > quietest)
  const last = levels.findLastIndex((level) => level > quietest)
  return first < 0 ? { first: 0, last: -1 } : { first, last }
}

function frameDb(pcm: Int16Array, at: number): number {
  let energy = 1
  for (let i = at; i < at + WINDOW; i++) energy += pcm[i]! * pcm[i]!
  return 10 * Math.log10(energy)
}

function cepstrum(pcm: Int16Array, at: number): Float64Array {
  const power = powerSpectrum(pcm, at)
  const logs = filters.map((filter) => {
    let energy = 1e3
    for (let bin = 0; bin < BINS; bin++) energy += filter[bin]! * power[bin]!
    return Math.log(energy)
  })
  return Float64Array.from({ length: COEFFICIENTS }, (_, k) =>
    logs.reduce((sum, log, i) => sum + log * Math.cos((Math.PI * k * (i + 0.5)) / FILTERS), 0),
  )
}

function powerSpectrum(pcm: Int16Array, at: number): Float64Array {
  const re = new Float64Array(WINDOW)
  const im = new Float64Array(WINDOW)
  for (let i = 0; i < WINDOW; i++) {
    const before = pcm[at + i - 1] ?? 0
    re[i] = (pcm[at + i]! - 0.95 * before) * hann[i]!
  }
  transform(re, im)
  return Float64Array.from({ length: BINS }, (_, bin) => re[bin]! ** 2 + im[bin]! ** 2)
}

/** The fast Fourier transform, in place. */
function transform(re: Float64Array, im: Float64Array): void {
  for (let i = 1, j = 0; i < WINDOW; i++) {
    let bit = WINDOW >> 1
    for (; j & bit; bit >>= 1) j ^= bit
    j ^= bit
    if (i < j) [re[i], re[j]] = [re[j]!, re[i]!]
  }
  for (let size = 2; size <= WINDOW; size *= 2) {
    const half = size / 2
    for (let k = 0; k < half; k++) {
      const cos = Math.cos((2 * Math.PI * k) / size)
      const sin = -Math.sin((2 * Math.PI * k) / size)
      for (let even = k; even < WINDOW; even += size) {
        const odd = even + half
        const x = re[odd]! * cos - im[odd]! * sin
        const y = re[odd]! * sin + im[odd]! * cos
        re[odd] = re[even]! - x
        im[odd] = im[even]! - y
        re[even]! += x
        im[even]! += y
      }
    }
  }
}

function designFilters(): Float64Array[] {
  const low = toMel(LOWEST_HZ)
  const step = (toMel(HIGHEST_HZ) - low) / (FILTERS + 1)
  return Array.from({ length: FILTERS }, (_, filter) => {
    const [from, peak, to] = [0, 1, 2].map((k) => fromMel(low + (filter + k) * step))
    return Float64Array.from({ length: BINS }, (_, bin) => {
      const hz = (bin * SAMPLE_HZ) / WINDOW
      return Math.max(0, Math.min((hz - from!) / (peak! - from!), (to! - hz) / (to! - peak!)))
    })
  })
}

function toMel(hz: number): number {
  return 2595 * Math.log10(1 + hz / 700)
}

function fromMel(mel: number): number {
  return 700 * (10 ** (mel / 2595) - 1)
}

function normalise(values: Float32Array, frames: number): void {
  for (let k = 0; k < COEFFICIENTS; k++) {
    let mean = 0
    let squares = 0
    for (let i = k; i < values.length; i += COEFFICIENTS) {
      mean += values[i]! / frames
      squares += values[i]! ** 2 / frames
    }
    const deviation = Math.sqrt(Math.max(1e-6, squares - mean * mean))
    for (let i = k; i < values.length; i += COEFFICIENTS)
      values[i] = (values[i]! - mean) / deviation
  }
}
