import type { SearchDefinition } from '../catalog.ts'
import { fieldAt, type StoredDocument } from '../document.ts'
import { encodeKey } from '../orderKey.ts'
import { filterToken, matchExpression, type SearchRequest, tokensOf } from '../searchText.ts'
import type { DocumentRows } from './DocumentRows.ts'
import type { Touched } from './entry.ts'

/** Convex answers a search with no more. */
export const MAX_RESULTS = 1024
/** So many of the newest that match are compared by relevance: a word in every document costs no more. */
const MAX_RANKED = 2048

export interface Hit {
  /** The less, the better it matches: https://www.sqlite.org/fts5.html#the_bm25_function */
  score: number
  created: number
  document: StoredDocument
}

interface HitRow extends Record<string, SqlStorageValue> {
  score: number
  created: number
  salt: number
  document: string
}

interface Indexed {
  tokens: string[]
  text: string
  filters: string
}

/**
 * One search index, as a full-text table without content: `text` is what is searched, `filters` a token
 * for each filter field and its value. https://www.sqlite.org/fts5.html
 */
export class SearchEntries {
  readonly #sql: SqlStorage
  readonly #definition: SearchDefinition
  readonly #rows: DocumentRows
  readonly #name: string

  constructor(sql: SqlStorage, definition: SearchDefinition, rows: DocumentRows, name: string) {
    this.#sql = sql
    this.#definition = definition
    this.#rows = rows
    this.#name = name
  }

  create(): void {
    // The text is cut into words before: all that is left to the tokenizer are the blanks.
    this.#sql.exec(
      `CREATE VIRTUAL TABLE ${this.#name} USING fts5(
         text, filters, content='', contentless_delete=1, detail=column, tokenize='ascii')`,
    )
  }

  /** At most `limit` documents with any of the words, or that begin with the last, the best first. */
  search(request: SearchRequest, limit: number): Hit[] {
    const match = matchExpression(this.#definition, request)
    if (match === null) return []
    const name = this.#name
    return this.#sql
      .exec<HitRow>(
        `SELECT score, hit.created, salt, document FROM (
           SELECT created, score FROM (
             SELECT rowid AS created, bm25(${name}, 1.0, 0.0) AS score FROM ${name}
             WHERE ${name} MATCH ? ORDER BY rowid DESC LIMIT ${MAX_RANKED})
           ORDER BY score, created DESC LIMIT ?) hit
         JOIN ${this.#rows.name} ON ${this.#rows.name}.created = hit.created
         ORDER BY score, hit.created DESC`,
        match,
        Math.min(limit, MAX_RESULTS),
      )
      .toArray()
      .map((row) => ({
        score: row.score,
        created: row.created,
        document: this.#rows.documentOf(row),
      }))
  }

  /**
   * Puts `after` in the place of `before`, if `isWritten`. Returns a key for every word of both: a search
   * for one of them may now answer otherwise.
   */
  move(before: StoredDocument | null, after: StoredDocument | null, isWritten: boolean): Touched {
    const [old, now] = [this.#indexed(before), this.#indexed(after)]
    if (isWritten && (old?.text !== now?.text || old?.filters !== now?.filters)) {
      if (before && old) this.#remove(before)
      if (after && now) this.#insert(after, now)
    }
    const tokens = new Set([...(old?.tokens ?? []), ...(now?.tokens ?? [])])
    return Array.from(tokens, (token) => [this.#definition.path, encodeKey([token])])
  }

  add(document: StoredDocument): void {
    const indexed = this.#indexed(document)
    if (indexed) this.#insert(document, indexed)
  }

  #remove(document: StoredDocument): void {
    const { created } = this.#rows.placeOf(document)
    this.#sql.exec(`DELETE FROM ${this.#name} WHERE rowid = ?`, created)
  }

  #insert(document: StoredDocument, { text, filters }: Indexed): void {
    this.#sql.exec(
      `INSERT INTO ${this.#name} (rowid, text, filters) VALUES (?, ?, ?)`,
      this.#rows.placeOf(document).created,
      text,
      filters,
    )
  }

  #indexed(document: StoredDocument | null): Indexed | null {
    const { searchField, filterFields } = this.#definition
    const value = document && fieldAt(document, searchField)
    if (!document || typeof value !== 'string') return null
    const tokens = tokensOf(value)
    const filters = filterFields.map((field) =>
      filterToken(this.#definition, { field, value: fieldAt(document, field) }),
    )
    return { tokens, text: tokens.join(' '), filters: filters.join(' ') }
  }
}
