/**
 * Audible speech for simulators: text to 8 kHz sound, with the moment each word is spoken. The same
 * words in the same voice always give the same samples, so a test can tell what was heard.
 */
import { type FliteVoice, runFlite } from './flite.ts'
import { resample } from './resample.ts'
import { readWav } from './wav.ts'

export const SPEECH_HZ = 8000

/** The voice of simulated callers: none of the agent's. */
export const CALLER_VOICE = 'awb'

/** OpenAI's voices, each on the nearest of Flite's; `awb` is left to the caller. */
const AGENT_VOICES: Readonly<Record<string, FliteVoice>> = {
  marin: 'slt',
  coral: 'slt',
  alloy: 'slt',
  ballad: 'slt',
  sage: 'slt',
  shimmer: 'slt',
  verse: 'slt',
  cedar: 'rms',
  ash: 'rms',
  echo: 'rms',
}

const FLITE_VOICES: readonly string[] = ['slt', 'rms', 'awb', 'kal'] satisfies FliteVoice[]

export interface SpokenWord {
  /** With the white space in front of it, so that all words joined give the text. */
  text: string
  startMs: number
  endMs: number
}

export interface Utterance {
  /** 8 kHz mono. */
  pcm: Int16Array
  words: SpokenWord[]
}

const CACHE_LIMIT = 400
const cache = new Map<string, Utterance>()

/**
 * The text as 8 kHz sound. `voice` is one of OpenAI's names or one of Flite's (`slt`, `rms`, `awb`,
 * `kal`); an unknown name speaks as `slt`. Do not change the samples: they are cached.
 */
export function speak(text: string, voice: string): Int16Array {
  return utter(text, voice).pcm
}

/** As {@link speak}, with the words' times; `speed` 2 is twice as fast. Takes about 15 ms per second of speech. */
export function utter(text: string, voice: string, speed = 1): Utterance {
  const key = `${voice}|${speed}|${text}`
  const known = cache.get(key)
  if (known) return known
  const utterance = synthesise(text, fliteVoice(voice), speed)
  const oldest = cache.keys().next()
  if (cache.size >= CACHE_LIMIT && !oldest.done) cache.delete(oldest.value)
  cache.set(key, utterance)
  return utterance
}

function synthesise(text: string, voice: FliteVoice, speed: number): Utterance {
  if (!/[\p{L}\p{N}]/u.test(text)) return { pcm: new Int16Array(SPEECH_HZ / 10), words: [] }
  const { wav, phones } = runFlite(text, voice, 1 / speed)
  const { channels, sampleRate } = readWav(wav)
  const pcm = resample(channels[0] ?? new Int16Array(), sampleRate, SPEECH_HZ)
  return { pcm, words: timeWords(text, voicedSpans(phones)) }
}

function isFliteVoice(name: string): name is FliteVoice {
  return FLITE_VOICES.includes(name)
}

function fliteVoice(name: string): FliteVoice {
  return isFliteVoice(name) ? name : (AGENT_VOICES[name] ?? 'slt')
}

interface Span {
  startMs: number
  endMs: number
}

/** The stretches of sound between the pauses. */
function voicedSpans(phones: { phone: string; endMs: number }[]): Span[] {
  const spans: Span[] = []
  let startMs = 0
  let inSpan = false
  for (const { phone, endMs } of phones) {
    const last = spans.at(-1)
    if (phone === 'pau') inSpan = false
    else if (inSpan && last) last.endMs = endMs
    else {
      spans.push({ startMs, endMs })
      inSpan = true
    }
    startMs = endMs
  }
  return spans
}

/**
 * Flite pauses at punctuation, so clauses and voiced spans usually go together; inside a span a
 * word's share is by its letters, which is right to some tens of milliseconds.
 */
function timeWords(text: string, spans: Span[]): SpokenWord[] {
  const words = text.match(/\s*\S+/g) ?? []
  const clauses = splitClauses(words)
  const first = spans[0]
  const last = spans.at(-1)
  if (!first || !last) return []
  if (clauses.length !== spans.length) {
    return shareOut(words, { startMs: first.startMs, endMs: last.endMs })
  }
  return clauses.flatMap((clause, index) => shareOut(clause, spans[index] ?? last))
}

function splitClauses(words: string[]): string[][] {
  const clauses: string[][] = [[]]
  for (const [index, word] of words.entries()) {
    clauses.at(-1)?.push(word)
    if (/[,.;:?!]["')]?$/.test(word) && index < words.length - 1) clauses.push([])
  }
  return clauses
}

function shareOut(words: string[], { startMs, endMs }: Span): SpokenWord[] {
  const weights = words.map((word) => word.replace(/[^\p{L}\p{N}]/gu, '').length + 1)
  const perWeight = (endMs - startMs) / weights.reduce((total, weight) => total + weight, 0)
  let at = startMs
  return words.map((text, index) => {
    const word = { text, startMs: at, endMs: at + (weights[index] ?? 0) * perWeight }
    at = word.endMs
    return word
  })
}
