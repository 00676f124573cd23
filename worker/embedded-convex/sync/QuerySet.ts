/** The queries that one client watches, and what it was last told of each. */
import type { UserIdentity } from 'convex/server'
import { convexToJson } from 'convex/values'
import type { Snapshot } from '../FunctionHost.ts'
import type { AddQuery, ModifyQuerySet } from './clientMessage.ts'
import type { LiveQueries, LiveQuery, Watcher } from './LiveQueries.ts'
import { type StateModification, withQueryId } from './serverMessage.ts'

interface Held {
  live: LiveQuery
  watcher: Watcher
  /** The text of the result that the client has; `null`: none yet. */
  told: string | null
  /** How much the query takes up as long as it is watched, in characters. */
  length: number
}

const REMOVED = JSON.stringify({ type: 'QueryRemoved' })

/** More than any page shows; the client shares queries among its components. */
const MAX_QUERIES = 1000
/** What they may take up together, in characters; arguments are ids and what people type. */
const MAX_LENGTH = 1024 * 1024

export class QuerySet {
  readonly #queries: LiveQueries
  readonly #changed: Watcher
  readonly #held = new Map<number, Held>()
  #removed: number[] = []
  #length = 0

  /** `changed` is called when a query has to run again. */
  constructor(queries: LiveQueries, changed: Watcher) {
    this.#queries = queries
    this.#changed = changed
  }

  /** Returns one sentence on why the client asks for what cannot be; `null`: it is done. */
  modify(changes: ModifyQuerySet['modifications'], identity: UserIdentity | null): string | null {
    for (const change of changes) {
      const problem =
        change.type === 'Add' ? this.#add(change, identity) : this.#remove(change.queryId)
      if (problem) return problem
    }
    return null
  }

  /** Runs the queries as somebody else. Pages keep their ends: their neighbours rely on them. */
  identify(identity: UserIdentity | null): void {
    for (const held of this.#held.values()) {
      const { live, watcher } = held
      held.live = this.#queries.watch({ ...live.call, identity }, live.journal, watcher)
      this.#queries.unwatch(live, watcher)
    }
  }

  /** What has become of the queries since this was last asked. */
  async news(snapshot: Snapshot): Promise<StateModification[]> {
    const news: StateModification[] = this.#removed.map((queryId) => withQueryId(REMOVED, queryId))
    this.#removed = []
    for (const [queryId, held] of Array.from(this.#held)) {
      const result = await held.live.resultIn(snapshot)
      if (!result || held.told === result.text) continue
      held.told = result.text
      news.push(withQueryId(result.json, queryId))
    }
    return news
  }

  clear(): void {
    for (const { live, watcher } of this.#held.values()) this.#queries.unwatch(live, watcher)
    this.#held.clear()
    this.#length = 0
  }

  #add({ queryId, udfPath, args, journal }: AddQuery, identity: UserIdentity | null) {
    if (this.#held.has(queryId)) return `Query ${queryId} is there already.`
    if (this.#held.size >= MAX_QUERIES) return `More than ${MAX_QUERIES} queries at once.`
    const length = lengthOf(udfPath, args, journal)
    if (this.#length + length > MAX_LENGTH) return 'The arguments of these queries are too much.'
    this.#length += length
    // A watcher of its own: the same query may be watched under two numbers.
    const watcher = () => this.#changed()
    const call = { path: udfPath, args, identity }
    const live = this.#queries.watch(call, { endCursor: journal ?? null }, watcher)
    this.#held.set(queryId, { live, watcher, told: null, length })
    return null
  }

  #remove(queryId: number): string | null {
    const held = this.#held.get(queryId)
    if (!held) return `There is no query ${queryId}.`
    this.#queries.unwatch(held.live, held.watcher)
    this.#held.delete(queryId)
    this.#length -= held.length
    this.#removed.push(queryId)
    return null
  }
}

const lengthOf = (path: string, args: AddQuery['args'], journal: AddQuery['journal']): number =>
  path.length + JSON.stringify(convexToJson(args)).length + (journal?.length ?? 0)
