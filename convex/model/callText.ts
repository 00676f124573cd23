/**
 * The words by which a call is found. A search index cuts text into words in a way of its own, so what
 * it is given is cut already, both what is stored and what is asked: no accents, no capitals; each
 * character of Chinese and Japanese, which put no spaces between words, is a word of its own.
 */
import type { Call } from './call.ts'
import { numberTails, numberWord, typedNumbers } from './numberWords.ts'

const CJK = '\\p{sc=Han}\\p{sc=Hiragana}\\p{sc=Katakana}'
/** Runs of letters and digits, also over an apostrophe. */
const WORD = new RegExp(
  `[${CJK}]|(?:(?![${CJK}])[\\p{Alphabetic}\\p{N}]|(?<=\\p{L})'(?=\\p{L}))+`,
  'gu',
)
const APOSTROPHES = /[\u2018\u2019\u02bc\u00b4`]/g
const ACCENTS = /[\u0300-\u036f]/g

/** Letters that no accent makes, as they are typed without them. */
const PLAIN: Record<string, string> = {
  ß: 'ss',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  æ: 'ae',
  œ: 'oe',
  ı: 'i',
  þ: 'th',
  ð: 'd',
}
/** Letters that are also spelt out, where a keyboard has them not. */
const SPELT_OUT: Record<string, string> = { ä: 'ae', ö: 'oe', ü: 'ue', ø: 'oe', å: 'aa' }

/** A search index leaves out words of 32 bytes. */
const MAX_BYTES = 31
/** Of one call; keeps the row, which a search reads whole, small. An hour of talk has fewer. */
export const MAX_WORDS = 3000
/** Two letters begin too many words to be of use. */
const SHORTEST_BEGINNING = 3
const MAX_TERMS = 8

const utf8 = new TextEncoder()
const room = new Uint8Array(MAX_BYTES)

/** In lower case, and without the marks that are part of no letter and would end a word. */
const prepared = (text: string): string =>
  text.normalize('NFKC').toLowerCase().replaceAll(ACCENTS, '').replaceAll(APOSTROPHES, "'")

const cut = (word: string): string =>
  word.length * 3 <= MAX_BYTES ? word : word.slice(0, utf8.encodeInto(word, room).read)

/** Without accents. */
function folded(word: string): string {
  const plain = word.normalize('NFD').replaceAll(ACCENTS, '').normalize('NFC')
  return cut(plain.replaceAll(/[ßøłđæœıþð']/g, (letter) => PLAIN[letter] ?? ''))
}

/** Every form by which a word may be asked for: whole, its parts around an apostrophe, umlauts spelt out. */
function formsOf(word: string): string[] {
  const parts = word.includes("'") ? [word, ...word.split("'")] : [word]
  return parts.flatMap((part) => {
    const spelt = part.replaceAll(/[äöüøå]/g, (letter) => SPELT_OUT[letter] ?? letter)
    return spelt === part ? [folded(part)] : [folded(part), folded(spelt)]
  })
}

/** The words of a text, each once. */
export const wordsOf = (text: string): string[] => [
  ...new Set((prepared(text).match(WORD) ?? []).flatMap(formsOf)),
]

/** What is known from a call's first record: who, to whom, and the agent. */
export function headWords({
  from,
  to,
  agentName,
}: Pick<Call, 'from' | 'to' | 'agentName'>): string[] {
  const parties = [from, to].flatMap((party) =>
    /^\+?\d+$/.test(party) ? [numberWord(party), ...numberTails(party)] : wordsOf(party),
  )
  return [...new Set([...parties, ...wordsOf(agentName)])]
}

/** What a call must have: one of the words or, if `begins`, a word that begins like one of them. */
export interface Term {
  words: readonly string[]
  begins: boolean
}

/** The terms that a call must have, all of them, to match what an operator typed. */
export function termsOf(typed: string): Term[] {
  const numbers = typedNumbers(typed)
  if (numbers.length > 0) return [{ words: numbers, begins: true }]
  const words = (prepared(typed).match(WORD) ?? []).map(folded).slice(0, MAX_TERMS)
  return words.map((word, at) => ({
    words: [word],
    // As it is typed, the last word may be incomplete; a character of Chinese is a whole one.
    begins: at === words.length - 1 && word.length >= SHORTEST_BEGINNING,
  }))
}

export const matches = (words: string, terms: readonly Term[]): boolean => {
  const text = ` ${words} `
  return terms.every((term) =>
    term.words.some((word) => text.includes(term.begins ? ` ${word}` : ` ${word} `)),
  )
}

/** A CallSid is looked up, not searched: it is longer than a word can be. */
export const callSidIn = (typed: string): string | null =>
  /^\s*(CA\w{1,62}|test_\S+|rtc_\S+)\s*$/.exec(typed)?.[1] ?? null
