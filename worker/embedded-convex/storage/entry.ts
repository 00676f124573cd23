/** What the store is made of, and what it is built on. */
import type { StoredDocument } from '../document.ts'
import type { KeyValues } from './builtIndexes.ts'

export interface Entry {
  key: Uint8Array
  document: StoredDocument
}

export type Order = 'asc' | 'desc'

/** Index (`table.index`) and key of entries that came, went or lead to another document. */
export type Touched = [index: string, key: Uint8Array][]

/** What is used of the object's storage. */
export interface Storage {
  sql: SqlStorage
  kv: KeyValues
  transactionSync<T>(work: () => T): T
}
