/**
 * How text is cut into words for a search index, for what is stored and what is asked: as Convex does
 * it, whose own words are long runs of letters and digits, in lower case.
 * https://docs.convex.dev/search/text-search
 */
import type { Value } from 'convex/values'
import type { SearchDefinition } from './catalog.ts'
import { encodeKey } from './orderKey.ts'

export interface SearchFilter {
  field: string
  value: Value | undefined
}

export interface SearchRequest {
  text: string
  filters: readonly SearchFilter[]
}

const WORD = /[\p{Alphabetic}\p{N}]+/gu
/** Longer words are left out, not cut; in bytes. */
const MAX_WORD = 32
const MAX_QUERY_WORDS = 16

const utf8 = new TextEncoder()
const room = new Uint8Array(MAX_WORD)

/** Every word, in order; the same one may come again. */
export const tokensOf = (text: string): string[] =>
  (text.match(WORD) ?? []).filter(isShort).map((word) => word.toLowerCase())

function isShort(word: string): boolean {
  if (word.length * 3 < MAX_WORD) return true
  const { read, written } = utf8.encodeInto(word, room)
  return read === word.length && written < MAX_WORD
}

export const queryTokens = (text: string): string[] => tokensOf(text).slice(0, MAX_QUERY_WORDS)

/** A word that stands for a field having a value. */
export function filterToken(search: SearchDefinition, { field, value }: SearchFilter): string {
  const hex = Array.from(encodeKey([value]), (byte) => byte.toString(16).padStart(2, '0'))
  return `f${search.filterFields.indexOf(field)}x${hex.join('')}`
}

/** The request in FTS5's language; `null`: it has no words, so nothing is found. */
export function matchExpression(
  search: SearchDefinition,
  { text, filters }: SearchRequest,
): string | null {
  const tokens = queryTokens(text)
  if (tokens.length === 0) return null
  const last = tokens.length - 1
  const words = tokens.map((token, at) => (at === last ? `"${token}" *` : `"${token}"`))
  const any = `{text} : (${words.join(' OR ')})`
  const all = filters.map((filter) => `"${filterToken(search, filter)}"`)
  return all.length === 0 ? any : `(${any}) AND ({filters} : (${all.join(' AND ')}))`
}
