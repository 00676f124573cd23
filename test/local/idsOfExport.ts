/**
 * The embedded host finds a document by what its id says of its creation. Documents that it made keep
 * their ids; those that a Convex deployment made get ids of its form, everywhere where they are named.
 */
import * as z from 'zod'
import { idOf, newSalt, placeOf, tableNumberIn } from '../../worker/embedded-convex/documentId.ts'

/** A document of an export, as JSON. */
export const exportedSchema = z.looseObject({ _id: z.string(), _creationTime: z.number() })
export type Exported = z.infer<typeof exportedSchema>

/** An id that a document had elsewhere, and the one that it gets. */
export interface Alias {
  alias: string
  table: string
  id: string
}

/** The host stores 48 random bits, and creations in µs; no other id looks like that by chance. */
const LARGEST_SALT = 2 ** 48
const LATEST_CREATION = 2 ** 51

interface Table {
  name: string
  foreign: { id: string; createdAt: number }[]
  /** Creations of the documents that keep their ids, epoch µs. */
  taken: number[]
}

export class IdsOfExport {
  readonly #tables = new Map<string, Table>()
  readonly #byNumber = new Map<number, Table>()
  readonly #renamed = new Map<string, string>()
  /** Ids that documents name, and are not the host's. */
  readonly #named = new Set<string>()

  constructor(numbers: readonly { name: string; id: number }[]) {
    for (const { name, id } of numbers) this.#byNumber.set(id, this.#table(name))
  }

  /** To be told every document before the first is rewritten. */
  see(name: string, document: Exported): void {
    const table = this.#table(name)
    const { _id: id, _creationTime, ...fields } = document
    const createdAt = Math.round(_creationTime * 1000)
    if (isOwn(name, id, createdAt)) table.taken.push(createdAt)
    else table.foreign.push({ id, createdAt: _creationTime })
    this.#collect(fields)
  }

  /** To be told that every document was seen. */
  settle(): void {
    for (const table of this.#tables.values()) this.#settle(table)
    for (const id of this.#named) {
      const table = this.#tableOf(id)
      // The document is gone, but what names it still belongs together.
      if (table && !this.#renamed.has(id)) this.#rename(table, id, 0)
    }
  }

  /** The document under its own id, naming others by theirs. */
  rewritten(name: string, document: Exported): object {
    const id = this.#renamed.get(document._id)
    if (id === undefined)
      return { ...document, ...objectOf(this.#replaced(withoutSystem(document))) }
    const _creationTime = (placeOf(name, id)?.created ?? 0) / 1000
    return { ...objectOf(this.#replaced(withoutSystem(document))), _id: id, _creationTime }
  }

  /** The names of the tables that have a document. */
  get filled(): string[] {
    const tables = [...this.#tables.values()]
    return tables
      .filter(({ foreign, taken }) => foreign.length + taken.length > 0)
      .map(({ name }) => name)
  }

  get counts(): { documents: number; renamed: number } {
    let [documents, renamed] = [0, 0]
    for (const { foreign, taken } of this.#tables.values()) {
      documents += foreign.length + taken.length
      renamed += foreign.length
    }
    return { documents, renamed }
  }

  /** For those who know a document by the id that it had. */
  get aliases(): Alias[] {
    return [...this.#named].flatMap((alias) => {
      const [id, table] = [this.#renamed.get(alias), this.#tableOf(alias)]
      return id !== undefined && table ? [{ alias, table: table.name, id }] : []
    })
  }

  /** Creations keep their order, and are unique; Convex makes several documents within a microsecond. */
  #settle(table: Table): void {
    if (table.foreign.length === 0) return
    const taken = new Set(table.taken)
    let last = 0
    for (const { id, createdAt } of table.foreign.toSorted((a, b) => a.createdAt - b.createdAt)) {
      last = Math.max(Math.round(createdAt * 1000), last + 1)
      while (taken.has(last)) last += 1
      this.#rename(table, id, last)
    }
  }

  #rename({ name }: Table, id: string, created: number): void {
    this.#renamed.set(id, idOf(name, { created, salt: newSalt() }))
  }

  #collect(value: unknown): void {
    if (typeof value === 'string') {
      const table = this.#tableOf(value)
      if (table && !isOwn(table.name, value)) this.#named.add(value)
    } else if (typeof value === 'object' && value !== null) {
      for (const part of Object.values(value)) this.#collect(part)
    }
  }

  #replaced(value: unknown): unknown {
    if (typeof value === 'string') return this.#renamed.get(value) ?? value
    if (Array.isArray(value)) return value.map((part) => this.#replaced(part))
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(
      Object.entries(value).map(([name, part]) => [name, this.#replaced(part)]),
    )
  }

  #tableOf(id: string): Table | undefined {
    const number = tableNumberIn(id)
    return number === null ? undefined : this.#byNumber.get(number)
  }

  #table(name: string): Table {
    const table = this.#tables.get(name) ?? { name, foreign: [], taken: [] }
    this.#tables.set(name, table)
    return table
  }
}

/** Whether the host made this id; of a document's own it is known when that was, in epoch µs. */
function isOwn(table: string, id: string, createdAt?: number): boolean {
  const place = placeOf(table, id)
  if (!place || place.salt >= LARGEST_SALT || place.created >= LATEST_CREATION) return false
  return createdAt === undefined || place.created === createdAt
}

const withoutSystem = ({ _id, _creationTime, ...fields }: Exported): object => fields

const objectOf = (value: unknown): object =>
  typeof value === 'object' && value !== null ? value : {}
