/**
 * Sounds of a telephone call that are no speech, each at a given level and the same every time, at
 * 8 kHz. Levels are root mean square in dBov, relative to a full-scale square wave.
 */
import { CALLER_VOICE, SPEECH_HZ, speak } from './speech.ts'

/** Sound so loud, or rather so quiet, that a dB more means nothing to anybody. */
const SILENT_DB = -90

/** @returns the level of the whole sound. */
export function levelOf(pcm: Int16Array): number {
  let energy = 0
  for (let n = 0; n < pcm.length; n++) energy += pcm[n]! * pcm[n]!
  return 10 * Math.log10(energy / Math.max(1, pcm.length) / 32_768 ** 2 + 10 ** (SILENT_DB / 10))
}

/** The sound made louder or softer until its level is `db`; what does not fit is clipped. */
export function atLevel(pcm: Int16Array, db: number): Int16Array {
  const gain = gainOf(db - levelOf(pcm))
  return pcm.map((sample) => clip(sample * gain))
}

/** What a sample is multiplied by. */
export function gainOf(db: number): number {
  return 10 ** (db / 20)
}

export function clip(sample: number): number {
  return Math.max(-32_768, Math.min(32_767, Math.round(sample)))
}

export type NonSpeech = 'click' | 'hiss' | 'cough' | 'door' | 'horn' | 'dtmf'

export const NON_SPEECH: readonly NonSpeech[] = ['click', 'hiss', 'cough', 'door', 'horn', 'dtmf']

/** `click` and `hiss` are what a line does when it opens. */
export function nonSpeech(sound: NonSpeech, db: number): Int16Array {
  return atLevel(SOUNDS[sound](), db)
}

const SOUNDS: Record<NonSpeech, () => Int16Array> = {
  click: () => render(30, (s, noise) => noise() * Math.exp(-s / 0.004)),
  hiss: () => render(1400, (s, noise) => noise() * Math.min(1, s / 0.02, (1.4 - s) / 0.2)),
  cough,
  door,
  horn: () =>
    render(900, (s) => {
      const rise = Math.min(1, s / 0.03, (0.9 - s) / 0.05)
      return rise * (square(420, s) + square(520, s))
    }),
  dtmf: () => render(120, (s) => tone(770, s) + tone(1336, s)),
}

/** A burst of breath through an open throat, and a shorter one after it. */
function cough(): Int16Array {
  const throat = [resonance(650, 180), resonance(1600, 350), resonance(2600, 500)]
  return render(600, (s, noise) => {
    const air = noise() * (breath(0, 0.07, s) + 0.5 * breath(0.28, 0.05, s))
    return throat.reduce((sum, ring) => sum + ring(air), air * 0.1)
  })
}

function breath(at: number, length: number, s: number): number {
  return s < at ? 0 : Math.min(1, (s - at) / 0.005) * Math.exp(-(s - at) / length)
}

/** The latch, then the wood. */
function door(): Int16Array {
  return render(500, (s, noise) => {
    const latch = noise() * Math.exp(-s / 0.008)
    const wood = [70, 110, 190].reduce((sum, hz) => sum + tone(hz, s) * Math.exp(-s / 0.09), 0)
    return latch + wood
  })
}

export type Noise = 'white' | 'street' | 'babble'

export const NOISES: readonly Noise[] = ['white', 'street', 'babble']

const made = new Map<Noise, Int16Array>()
const NOISE_MS = 12_000

/**
 * Twelve seconds of a noise, to be repeated. Do not change the samples: they are kept. `street` is
 * what engines and wind leave in the low tones; `babble` is many voices in one room.
 */
export function noise(kind: Noise): Int16Array {
  const known = made.get(kind) ?? makeNoise(kind)
  made.set(kind, known)
  return known
}

function makeNoise(kind: Noise): Int16Array {
  switch (kind) {
    case 'white':
      return render(NOISE_MS, (_, noise) => noise())
    case 'street': {
      let rumble = 0
      return render(NOISE_MS, (_, noise) => (rumble = 0.95 * rumble + noise()))
    }
    case 'babble':
      return babble()
  }
}

const TALK =
  'Well, I was going to say that the other day, when we were on our way home, there was nobody about. ' +
  'And then she told me that they had moved, and that the whole house had been empty since the summer.'

/** Sixteen voices at a time, none of which can be followed. */
function babble(): Int16Array {
  const talks = [CALLER_VOICE, 'slt', 'rms', 'kal'].map((voice) => speak(TALK, voice))
  const sum = new Float64Array((NOISE_MS * SPEECH_HZ) / 1000)
  for (let speaker = 0; speaker < 16; speaker++) {
    const talk = talks[speaker % talks.length]!
    const from = Math.floor((speaker * talk.length * 5) / 17)
    for (let n = 0; n < sum.length; n++) sum[n]! += talk[(from + n) % talk.length]! / 16
  }
  return Int16Array.from(sum, clip)
}

/** `shape` gives a sample from -1 to 1 or so; the whole is brought to half of what fits. */
function render(ms: number, shape: (s: number, noise: () => number) => number): Int16Array {
  const chance = randomSequence(7)
  const noise = () => 2 * chance() - 1
  const wave = Float64Array.from({ length: (ms * SPEECH_HZ) / 1000 }, (_, n) =>
    shape(n / SPEECH_HZ, noise),
  )
  const peak = wave.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-9)
  return Int16Array.from(wave, (value) => clip((value / peak) * 16_384))
}

/** Numbers from 0 to 1, the same for the same seed: a fault that chance found can be found again. */
export function randomSequence(seed: number): () => number {
  let state = seed
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647
}

function tone(hz: number, s: number): number {
  return Math.sin(2 * Math.PI * hz * s)
}

/** The odd harmonics that a telephone passes. */
function square(hz: number, s: number): number {
  return [1, 3, 5].reduce((sum, n) => sum + tone(n * hz, s) / n, 0)
}

/** A filter that rings at one pitch. */
function resonance(hz: number, widthHz: number): (sample: number) => number {
  const radius = Math.exp((-Math.PI * widthHz) / SPEECH_HZ)
  const turn = 2 * radius * Math.cos((2 * Math.PI * hz) / SPEECH_HZ)
  let [last, before] = [0, 0]
  return (sample) => {
    const value = (1 - radius) * sample + turn * last - radius * radius * before
    before = last
    last = value
    return value
  }
}
