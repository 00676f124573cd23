import { CommitTsPlaceholder, type Value } from 'convex/values'

/** A stored row: the fields of its table and Convex's own two. */
export interface StoredDocument {
  _id: string
  _creationTime: number
  [field: string]: Value | undefined
}

/** The value at a dotted path; `undefined` where there is none. */
export function fieldAt(document: StoredDocument, path: string): Value | undefined {
  let value: Value | undefined = document
  for (const name of path.split('.')) {
    value = value !== undefined && isObject(value) ? value[name] : undefined
  }
  return value
}

export function isObject(value: Value): value is Record<string, Value | undefined> {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof ArrayBuffer) &&
    !(value instanceof CommitTsPlaceholder)
  )
}
