/**
 * By which words a call is found. Words are found whole, in any case; Chinese and Japanese, which put
 * no spaces between words, are found by their characters.
 */
import type { Call } from './call.ts'

const WORDS =
  /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}]|(?:(?![\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}])[\p{L}\p{M}\p{N}])+/gu

/** People remember the end of a number, or its national part. */
const NUMBER_TAILS = [4, 7, 10]

/** More distinct words than an hour of talk has; keeps a record within the host's write limits. */
export const MAX_TERMS = 3000
const MAX_QUERY_TERMS = 8

export function wordsOf(text: string): string[] {
  return [...new Set(text.normalize('NFKC').toLowerCase().match(WORDS) ?? [])]
}

/** What is known from a call's first record: who, to whom, and its id. */
export function headTerms(call: Call): string[] {
  const numbers = [call.from, call.to].flatMap((number) => {
    const digits = number.replaceAll(/\D/g, '')
    return [number, digits, ...NUMBER_TAILS.map((length) => digits.slice(-length))]
  })
  const terms = [...numbers, ...wordsOf(call.agentName), call.callSid.toLowerCase()]
  return [...new Set(terms)].filter((term) => term !== '')
}

/** The terms that a call must have to match what an operator typed; a phone number is one term. */
export function queryTerms(text: string): string[] {
  if (/^[+\d\s()./-]+$/.test(text) && /\d/.test(text)) return [text.replaceAll(/\D/g, '')]
  if (/^\s*(CA[0-9a-f]{32}|test_\S+)\s*$/i.test(text)) return [text.trim().toLowerCase()]
  // The longest word is likely the rarest: the search walks its calls and looks the others up.
  return wordsOf(text)
    .toSorted((a, b) => b.length - a.length)
    .slice(0, MAX_QUERY_TERMS)
}
