/** What Convex stores, takes and returns at most: https://docs.convex.dev/production/state/limits */
import { getDocumentSize, type Value } from 'convex/values'
import { isObject, type StoredDocument } from './document.ts'

const MAX_DOCUMENT_BYTES = 1024 * 1024
const MAX_DEPTH = 64
const MAX_ARRAY = 8192
const MAX_FIELDS = 1024
/** A document with less text than this is not worth counting out: no character has more than three bytes. */
const SURELY_SMALL = MAX_DOCUMENT_BYTES / 16

/** One sentence on why this is no value of Convex's; `null`: it is one. */
export const valueProblem = (value: Value): string | null => walk(value, 1, false)

/** One sentence on why a document of these fields cannot be stored; `null`: it can. */
export const fieldsProblem = (fields: Record<string, Value | undefined>): string | null =>
  walk(fields, 0, true)

/** The same for what can only be said of the whole document. */
export function sizeProblem(document: StoredDocument, jsonLength: number): string | null {
  if (jsonLength < SURELY_SMALL) return null
  const defined = Object.entries(document).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  )
  const size = getDocumentSize(Object.fromEntries(defined))
  if (size <= MAX_DOCUMENT_BYTES) return null
  return `Value is too large (${size} bytes > maximum size ${MAX_DOCUMENT_BYTES} bytes).`
}

function walk(value: Value, depth: number, isStored: boolean): string | null {
  if (depth > MAX_DEPTH) return `Value is too nested (maximum nesting ${MAX_DEPTH}).`
  if (Array.isArray(value)) {
    if (value.length > MAX_ARRAY) {
      return `Array length is too long (${value.length} > maximum length ${MAX_ARRAY}).`
    }
    for (const element of value) {
      const problem = walk(element, depth + 1, isStored)
      if (problem) return problem
    }
    return null
  }
  return isObject(value) ? walkFields(value, depth, isStored) : null
}

function walkFields(
  value: Record<string, Value | undefined>,
  depth: number,
  isStored: boolean,
): string | null {
  const names = Object.keys(value)
  if (names.length > MAX_FIELDS) {
    return `Object has too many fields (${names.length} > maximum number ${MAX_FIELDS}).`
  }
  for (const name of names) {
    const field = value[name]
    const problem =
      (isStored ? nameProblem(name) : null) ??
      (field === undefined ? null : walk(field, depth + 1, isStored))
    if (problem) return problem
  }
  return null
}

function nameProblem(name: string): string | null {
  if (name.startsWith('_')) {
    return `Field '${name}' starts with an underscore, which is only allowed for system fields in the document.`
  }
  if (name === '' || name.startsWith('$') || !/^[\x20-\x7e]+$/.test(name)) {
    return `Field name '${name}' is not allowed: it has to be of visible ASCII characters and not begin with '$'.`
  }
  return null
}
