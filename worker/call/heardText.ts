/**
 * Which words of an agent's turn were heard. Where it is told when each is spoken, those count that have
 * ended. Most models tell no time per word, so time is shared out by how long each takes to say, in units
 * of one letter of an alphabet.
 */

/** A word that is spoken, and when, from the beginning of its audio in ms. */
export interface TimedWord {
  /** With the punctuation and space that follow it: all words together are the text. */
  text: string
  startMs: number
  endMs: number
}

/** Where in a text a word ends, and when it has been spoken. */
export interface WordTime {
  index: number
  endMs: number
}

/** How fast this call's agent speaks, as its finished turns tell. */
export interface Pace {
  units: number
  ms: number
}

/** Before the first turn: slower than most voices, and soon outweighed. */
export const UNKNOWN_PACE: Pace = { units: 20, ms: 20 * 90 }

/** A turn of the agent's, as far as it is made. */
export interface Said {
  text: string
  generatedMs: number
  /** All the words have become sound. Until then they run ahead of it, nobody knows how far. */
  spoken: boolean
  /** When its words are spoken, as far as that was told. */
  times: readonly WordTime[]
}

/** Speech is generated with a little silence before its first word and after its last. */
const LEAD_IN = 4
const LEAD_OUT = 3
/**
 * A word counts so long after its estimated end, as no estimate is exact to the word: the model must
 * not believe that the caller knows what they did not hear. About a third of a second.
 */
const MARGIN = 7
/** No turn is spoken so much slower than the others. */
const SLOWEST = 1.1

/**
 * The words that were heard with the first `heardMs` of a turn. Where all words have become sound, they
 * share its length; otherwise the call's pace tells, or the turn's own, if that is slower.
 */
export function heardText(
  { text, generatedMs, spoken, times }: Said,
  heardMs: number,
  pace: Pace,
): string {
  if (heardMs <= 0 || generatedMs <= 0) return ''
  if (spoken && heardMs >= generatedMs) return text
  if (times.length > 0) return text.slice(0, lastSpoken(times, heardMs))
  const ends = wordEnds(text)
  const own = generatedMs / totalUnits(ends)
  const msPerUnit = spoken ? own : Math.max(own, (pace.ms / pace.units) * SLOWEST)
  const heardUnits = heardMs / msPerUnit - MARGIN
  return text.slice(0, ends.findLast((end) => end.units <= heardUnits)?.index ?? 0)
}

function lastSpoken(times: readonly WordTime[], heardMs: number): number {
  return times.findLast(({ endMs }) => endMs <= heardMs)?.index ?? 0
}

/** A word is looked for so far behind the one before it: what is spoken may not be spelt alike. */
const SEARCHED = 24

/** Finds the words in the text, from where the last one ended. */
export function placeWords(
  text: string,
  known: readonly WordTime[],
  words: readonly TimedWord[],
): readonly WordTime[] {
  const times = [...known]
  for (const { text: word, endMs } of words) {
    const from = times.at(-1)?.index ?? 0
    const bare = word.trim()
    const at = text.slice(from, from + bare.length + SEARCHED).indexOf(bare)
    if (bare !== '' && at >= 0) times.push({ index: from + at + bare.length, endMs })
  }
  return times
}

/** Learns from a turn whose words have all become sound. */
export function learnPace(pace: Pace, text: string, generatedMs: number): Pace {
  const ends = wordEnds(text)
  if (ends.length === 0) return pace
  return { units: pace.units + totalUnits(ends), ms: pace.ms + generatedMs }
}

interface WordEnd {
  /** From the beginning of the turn. */
  units: number
  /** Where in the text the word ends. */
  index: number
}

function totalUnits(ends: readonly WordEnd[]): number {
  return (ends.at(-1)?.units ?? LEAD_IN) + LEAD_OUT
}

function wordEnds(text: string): WordEnd[] {
  let units = LEAD_IN
  let pause = 0
  return wordsOf(text).map(({ word, end }) => {
    units += pause + spokenLength(word)
    pause = pauseAfter(word)
    return { units, index: end }
  })
}

/** Scripts that put no space between words. */
const UNSPACED =
  /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]/u
const segmenter = new Intl.Segmenter(undefined, { granularity: 'word' })

/** Words with the punctuation that follows them. */
function wordsOf(text: string): { word: string; end: number }[] {
  return [...text.matchAll(/\S+/g)].flatMap(({ 0: token, index }) => {
    const parts = !isAscii(token) && UNSPACED.test(token) ? segmentsOf(token) : [token]
    let end = index
    return parts.map((word) => ({ word, end: (end += word.length) }))
  })
}

const LAST_OF_ASCII = 0x7f

function isAscii(text: string): boolean {
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) > LAST_OF_ASCII) return false
  return true
}

function segmentsOf(token: string): string[] {
  const parts: string[] = []
  for (const { segment, isWordLike } of segmenter.segment(token)) {
    if (isWordLike || parts.length === 0) parts.push(segment)
    else parts.push((parts.pop() ?? '') + segment)
  }
  return parts
}

/** The pauses that punctuation asks for. */
const PAUSES: [RegExp, number][] = [
  [/[.!?…。！？।؟]["”’»」』')\]]*$/, 7],
  [/[,;:–—，、；：،]["”’»」』')\]]*$/, 4],
]

function pauseAfter(word: string): number {
  if (isLetter(word.charCodeAt(word.length - 1))) return 0
  return PAUSES.find(([end]) => end.test(word))?.[1] ?? 0
}

/** What takes longer to say than one letter: whole syllables, and what is spoken as a word. */
const LENGTHS: [RegExp, number][] = [
  [/\p{N}/u, 4],
  [/\p{sc=Han}/u, 4],
  [/\p{sc=Hangul}/u, 3],
  [/[\p{sc=Hiragana}\p{sc=Katakana}]/u, 2],
  [/[\p{L}\p{M}]/u, 1],
  [/[\p{Sc}%@&+=#/°]/u, 6],
]
/** “Point”, “dot” or “at”, as in 3:30, 2.5 or example.com. */
const SPOKEN_PUNCTUATION = /(?<=[\p{L}\p{N}])[.:](?=[\p{L}\p{N}])/gu
const SPOKEN_PUNCTUATION_LENGTH = 3

/**
 * A caller who interrupts waits for this: a pattern for each letter takes longer than everything else that
 * an interruption needs.
 */
const lengths = new Map<string, number>()

function lengthOf(letter: string): number {
  if (isLetter(letter.charCodeAt(0))) return 1
  let length = lengths.get(letter)
  if (length === undefined) {
    length = LENGTHS.find(([kind]) => kind.test(letter))?.[1] ?? 0
    lengths.set(letter, length)
  }
  return length
}

/** Of the English alphabet. */
function isLetter(code: number): boolean {
  const lower = code | 0x20
  return lower >= 0x61 && lower <= 0x7a
}

function spokenLength(word: string): number {
  let length = 1
  for (const letter of word) length += lengthOf(letter)
  const mayBeSpoken = word.includes('.') || word.includes(':')
  const dots = mayBeSpoken ? (word.match(SPOKEN_PUNCTUATION)?.length ?? 0) : 0
  return length + dots * SPOKEN_PUNCTUATION_LENGTH
}
