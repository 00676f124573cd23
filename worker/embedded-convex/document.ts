import { CommitTsPlaceholder, convexToJson, jsonToConvex, type Value } from 'convex/values'

/** A stored row: the fields of its table and Convex's own two. */
export interface StoredDocument {
  _id: string
  _creationTime: number
  [field: string]: Value | undefined
}

export const stringifyDocument = (document: StoredDocument): string =>
  JSON.stringify(convexToJson(document))

export function parseDocument(json: string): StoredDocument {
  const value = jsonToConvex(JSON.parse(json))
  if (!isStoredDocument(value)) throw new Error('A stored document has no id.')
  return value
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

function isStoredDocument(value: Value): value is StoredDocument {
  return (
    isObject(value) &&
    typeof value['_id'] === 'string' &&
    typeof value['_creationTime'] === 'number'
  )
}
