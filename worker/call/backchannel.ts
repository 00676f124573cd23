import type { Locale } from '../../convex/model/locales.ts'
import { backchannelsIn } from './prompts/index.ts'

/**
 * Whether all that was said shows only that the caller listens (“mhm”, “okay, I see”), in this language.
 * Capitals and punctuation do not count, as every transcription has its own.
 */
export function isBackchannel(text: string, locale: Locale): boolean {
  let rest = plain(text, locale)
  if (rest === '') return false
  const phrases = phrasesIn(locale)
  while (rest !== '') {
    const phrase = phrases.find((candidate) => beginsWith(rest, candidate))
    if (!phrase) return false
    rest = rest.slice(phrase.length).trimStart()
  }
  return true
}

/** The phrases of a language, the longest first: “all right” is not “all”. */
function phrasesIn(locale: Locale): readonly string[] {
  const phrases = backchannelsIn(locale).map((phrase) => plain(phrase, locale))
  return phrases.toSorted((a, b) => b.length - a.length)
}

/** Scripts that put no space between words. */
const UNSPACED = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}]$/u

function beginsWith(text: string, phrase: string): boolean {
  if (!text.startsWith(phrase)) return false
  const next = text.charAt(phrase.length)
  return next === '' || next === ' ' || UNSPACED.test(phrase)
}

/** Words alone: lower case, one space between them. */
function plain(text: string, locale: Locale): string {
  return text
    .normalize('NFKC')
    .toLocaleLowerCase(locale)
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
    .trim()
}
