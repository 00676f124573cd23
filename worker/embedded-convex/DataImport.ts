/**
 * Reads back what an export wrote, a lot at a time, so that calls are not kept waiting. Nobody sees any
 * of it before all of it is there. What is to come in has ids of this host's: see `test/local`.
 */
import { jsonToConvex, type Value } from 'convex/values'
import { parseJson } from '../lib/parseJson.ts'
import { parsedJsonSchema } from './json.ts'
import type { Catalog, TableDefinition } from './catalog.ts'
import { mismatch } from './checkValue.ts'
import { isObject, type StoredDocument } from './document.ts'
import { placeOf } from './documentId.ts'
import { isExported } from './dataExport.ts'
import type { FunctionHost } from './FunctionHost.ts'
import { fieldsProblem } from './limits.ts'
import type { Alias } from './storage/aliases.ts'
import { dropStaged, Staging } from './storage/Staging.ts'
import type { Storage } from './storage/entry.ts'
import type { ValidatorJson } from './validator.ts'

/** Documents as an export has them, one a line. */
export interface ImportedLot {
  table: string
  /** The number of the first line in the table's file, from 1. */
  firstLine: number
  lines: string
}

/** What was done; or one sentence on why it was not, and then nothing of it was. */
export type Imported<T> = T | { problem: string }

interface Running {
  id: string
  replaces: boolean
  staging: Staging
}

/** What the host writes by itself does not make it a used one. */
const ITS_OWN = 'migrations'

export class DataImport {
  readonly #host: FunctionHost
  readonly #storage: Storage
  readonly #catalog: Catalog
  /** It is lost with the object's memory: who imports begins again. */
  #running: Running | null = null

  constructor(host: FunctionHost, storage: Storage, catalog: Catalog) {
    this.#host = host
    this.#storage = storage
    this.#catalog = catalog
  }

  /** One that is under way ends. `replaces`: what is stored is to go. */
  begin(replaces: boolean): Promise<Imported<{ id: string }>> {
    return this.#told(() => {
      if (!replaces) this.#requireEmpty()
      const id = crypto.randomUUID()
      this.#running = { id, replaces, staging: new Staging(this.#storage, this.#catalog) }
      return { id }
    })
  }

  add(id: string, { table: name, firstLine, lines }: ImportedLot): Promise<Imported<object>> {
    return this.#told(() => {
      const { staging } = this.#ofId(id)
      const table = isExported(name) ? this.#catalog.get(name) : undefined
      if (!table) throw new Refused(`This installation takes no table "${name}".`)
      for (const [at, line] of lines.split('\n').entries()) {
        if (line === '') continue
        try {
          addLine(staging, table, line)
        } catch (error) {
          const problem = error instanceof Error ? error.message : String(error)
          throw new Refused(`${name}/documents.jsonl, line ${firstLine + at}: ${problem}`)
        }
      }
      return {}
    })
  }

  /** Puts what came in the place of what is stored, in the form of this release. */
  async end(id: string, aliases: readonly Alias[]): Promise<Imported<object>> {
    try {
      const { staging, replaces } = this.#ofId(id)
      await this.#host.replaceAll(() => {
        if (!replaces) this.#requireEmpty()
        staging.replaceAll(aliases)
      }, 'migrations:runAll')
      this.#running = null
      return {}
    } catch (error) {
      return problemOf(error)
    }
  }

  /** Drops what came of an import that was given up. Without an id: of one that was lost. */
  async drop(id: string | null): Promise<void> {
    await this.#host.aside(() => {
      if ((this.#running?.id ?? null) !== id) return
      this.#running = null
      dropStaged(this.#storage.sql)
    })
  }

  async #told<T extends object>(work: () => T): Promise<Imported<T>> {
    try {
      return await this.#host.aside(work)
    } catch (error) {
      return problemOf(error)
    }
  }

  #ofId(id: string): Running {
    if (this.#running?.id === id) return this.#running
    throw new Refused('This import has ended: another one began, or the Worker was started anew.')
  }

  #requireEmpty(): void {
    const filled = this.#host.filled.filter((name) => name !== ITS_OWN)
    if (filled.length === 0) return
    throw new Refused(
      `There is something stored already (${filled.join(', ')}). Say --replace if all of it may go.`,
    )
  }
}

/** A sentence for whoever imports. */
class Refused extends Error {}

function problemOf(error: unknown): { problem: string } {
  if (error instanceof Refused) return { problem: error.message }
  throw error
}

function addLine(staging: Staging, table: TableDefinition, line: string): void {
  const document = documentOf(table, line)
  if (staging.has(table, document)) {
    throw new Error('There was a document of this `_id` or `_creationTime` before.')
  }
  staging.add(table, document)
}

function documentOf(table: TableDefinition, line: string): StoredDocument {
  const json = parsedJsonSchema.safeParse(parseJson(line))
  if (!json.success) throw new Error('This is no JSON.')
  const value = jsonToConvex(json.data)
  if (!isObject(value)) throw new Error('This is no object.')
  const { _id, _creationTime, ...fields } = value
  if (typeof _id !== 'string' || typeof _creationTime !== 'number') {
    throw new Error('`_id` has to be a string, and `_creationTime` a number.')
  }
  const place = placeOf(table.name, _id)
  if (place?.created !== Math.round(_creationTime * 1000)) {
    throw new Error('`_id` is none of this host’s, or not of this `_creationTime`.')
  }
  const problem = fieldsProblem(fields) ?? misfit(table.document, fields)
  if (problem) throw new Error(problem)
  return { ...fields, _id, _creationTime }
}

/** What is longer is a whole row, or a whole schema, and helps nobody. */
const LONGEST_LINE = 200

/** Why no form of the table's rows fits, said of the first of them: this release's. */
function misfit(validator: ValidatorJson, fields: Record<string, Value | undefined>) {
  if (mismatch(validator, fields) === null) return null
  const [form = validator] = validator.type === 'union' ? validator.value : []
  const lines = (mismatch(form, fields) ?? '').split('\n')
  return lines.filter(({ length }) => length <= LONGEST_LINE).join(' ')
}
