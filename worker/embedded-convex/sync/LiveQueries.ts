/**
 * Queries that somebody watches. Each runs again only when a commit wrote what it had read, and once
 * for all who watch it.
 */
import { convexToJson, type JSONValue } from 'convex/values'
import { type ReadSet, touches, type WriteSet } from '../accessLog.ts'
import { failureOf } from '../failure.ts'
import type { FunctionCall, QueryOutcome, Snapshot } from '../FunctionHost.ts'
import type { PageJournal } from '../page.ts'
import type { QueryResult } from './serverMessage.ts'

/** A result, and a text that is the same for the same result. */
export interface LiveResult {
  text: string
  result: QueryResult
}

/** Called when a watched query has to run again. */
export type Watcher = () => void

export class LiveQuery {
  readonly call: FunctionCall
  readonly watchers = new Set<Watcher>()
  #journal: PageJournal
  #reads: ReadSet = []
  /** `null`: it has to run first. */
  #current: LiveResult | null = null

  constructor(call: FunctionCall, journal: PageJournal) {
    this.call = call
    this.#journal = journal
  }

  /** Where its page ends, if it has one: what the query needs to cover the same stretch again. */
  get journal(): PageJournal {
    return this.#journal
  }

  async resultIn(snapshot: Snapshot): Promise<LiveResult> {
    if (this.#current) return this.#current
    const outcome = await snapshot.query(this.call, this.#journal)
    this.#reads = outcome.reads
    this.#journal = outcome.journal
    this.#current = liveResult(this.call.path, outcome)
    return this.#current
  }

  /** Whether the result has become outdated by this commit. */
  outdate(writes: WriteSet): boolean {
    if (!this.#current || !touches(this.#reads, writes)) return false
    this.#current = null
    return true
  }
}

export class LiveQueries {
  readonly #watched = new Set<LiveQuery>()
  /** By what was asked. */
  readonly #shared = new Map<string, LiveQuery>()

  watch(call: FunctionCall, journal: PageJournal, watcher: Watcher): LiveQuery {
    const live = journal.endCursor === null ? this.#sharedFor(call) : new LiveQuery(call, journal)
    this.#watched.add(live)
    live.watchers.add(watcher)
    return live
  }

  unwatch(live: LiveQuery, watcher: Watcher): void {
    live.watchers.delete(watcher)
    if (live.watchers.size > 0) return
    this.#watched.delete(live)
    const key = keyOf(live.call)
    if (this.#shared.get(key) === live) this.#shared.delete(key)
  }

  /** Tells those whose queries read what this commit wrote. */
  committed(writes: WriteSet): void {
    for (const live of this.#watched) {
      if (!live.outdate(writes)) continue
      for (const changed of live.watchers) changed()
    }
  }

  #sharedFor(call: FunctionCall): LiveQuery {
    const key = keyOf(call)
    const known = this.#shared.get(key)
    // A page that has its end grows with its rows; who asks for the first time gets a page as asked.
    if (known && known.journal.endCursor === null) return known
    const live = new LiveQuery(call, { endCursor: null })
    this.#shared.set(key, live)
    return live
  }
}

const keyOf = ({ path, args, identity }: FunctionCall): string =>
  JSON.stringify([path, convexToJson(args), identity])

function liveResult(path: string, { result, journal: { endCursor } }: QueryOutcome): LiveResult {
  const json = jsonOf(result)
  if ('error' in json) {
    const failure = failureOf(path, json.error)
    return {
      // Each failure has a number of its own; the same failure again is no news.
      text: JSON.stringify(['failed', withoutNumber(failure.errorMessage), failure.errorData]),
      result: { type: 'QueryFailed', ...failure, logLines: [], journal: endCursor },
    }
  }
  return {
    text: JSON.stringify(['updated', json.value, endCursor]),
    result: { type: 'QueryUpdated', value: json.value, logLines: [], journal: endCursor },
  }
}

/** What a query without a validator returns may be no Convex value: then it is the query that failed. */
function jsonOf(result: QueryOutcome['result']): { value: JSONValue } | { error: unknown } {
  if ('error' in result) return result
  try {
    return { value: convexToJson(result.value) }
  } catch (error) {
    return { error }
  }
}

const withoutNumber = (message: string): string => message.replace(/^\[Request ID: [\w-]+\] /, '')
