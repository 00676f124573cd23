/**
 * Queries that somebody watches. Each runs again only when a commit wrote what it had read, and once
 * for all who would get the same answer.
 */
import { convexToJson } from 'convex/values'
import { touches, type WriteSet } from '../accessLog.ts'
import type { FunctionCall, QueryOutcome, Snapshot } from '../FunctionHost.ts'
import { IdentityLog, isAlike } from '../identityReads.ts'
import type { PageJournal } from '../plan.ts'
import { SIGN_IN_FIRST } from '../stranger.ts'
import { type LiveResult, liveResult, type Run } from './liveResult.ts'

/** Called when a watched query has to run again. */
export type Watcher = () => void

export class LiveQuery {
  readonly call: FunctionCall
  readonly watchers = new Set<Watcher>()
  /** The same function with the same arguments, for whomever. */
  readonly #alike: ReadonlySet<LiveQuery>
  #journal: PageJournal
  /** `null`: it has to run first. */
  #run: Run | null = null
  /** An index is being built that it needs: whoever watches keeps what it has. */
  #waitsForIndex = false

  constructor(call: FunctionCall, journal: PageJournal, alike: ReadonlySet<LiveQuery>) {
    this.call = call
    this.#journal = journal
    this.#alike = alike
  }

  /** Where its page ends, if it has one: what the query needs to cover the same stretch again. */
  get journal(): PageJournal {
    return this.#journal
  }

  /** `null`: there is none before an index is built. */
  async resultIn(snapshot: Snapshot): Promise<LiveResult | null> {
    if (this.#run) return this.#run.result
    if (this.#waitsForIndex) return null
    const twin = [...this.#alike].find((other) => other.#answersFor(this))
    const run = (twin ? twin.#run : null) ?? (await this.#runIn(snapshot))
    if (!run) return null
    this.#run = run
    this.#journal = run.outcome.journal
    return run.result
  }

  /** Whether the result has become outdated by this commit. */
  outdate(writes: WriteSet): boolean {
    if (!this.#run || !touches(this.#run.outcome.reads, writes)) return false
    this.#run = null
    return true
  }

  /** Whether it waited for an index, and may now try again. */
  built(): boolean {
    const waited = this.#waitsForIndex
    this.#waitsForIndex = false
    return waited
  }

  async #runIn(snapshot: Snapshot): Promise<Run | null> {
    const { endCursor } = this.#journal
    const outcome = this.call.identity
      ? await snapshot.query(this.call, this.#journal)
      : refusedToStrangers(this.#journal)
    const result = liveResult(this.call.path, outcome)
    this.#waitsForIndex = result === null
    return result && { result, outcome, askedFor: endCursor, identity: this.call.identity }
  }

  #answersFor({ call, journal }: LiveQuery): boolean {
    return (
      this.#run !== null &&
      call.identity !== null &&
      this.#run.askedFor === journal.endCursor &&
      isAlike(this.#run.outcome.identityReads, this.#run.identity, call.identity)
    )
  }
}

/** It is not run, and depends on nothing but that nobody has said who they are. */
function refusedToStrangers(journal: PageJournal): QueryOutcome {
  const log = new IdentityLog(null)
  log.identity()
  return { result: { error: SIGN_IN_FIRST }, reads: [], identityReads: log.reads, journal }
}

export class LiveQueries {
  readonly #watched = new Set<LiveQuery>()
  /** By what was asked, and by whom. */
  readonly #shared = new Map<string, LiveQuery>()
  /** By what was asked, by whomever. */
  readonly #alike = new Map<string, Set<LiveQuery>>()

  watch(call: FunctionCall, journal: PageJournal, watcher: Watcher): LiveQuery {
    const live = journal.endCursor === null ? this.#sharedFor(call) : this.#made(call, journal)
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
    const question = questionOf(live.call)
    const alike = this.#alike.get(question)
    alike?.delete(live)
    if (alike?.size === 0) this.#alike.delete(question)
  }

  /** Tells those whose queries read what this commit wrote. */
  committed(writes: WriteSet): void {
    for (const live of this.#watched) if (live.outdate(writes)) tell(live)
  }

  /** Tells those whose queries wait for an index. */
  built(): void {
    for (const live of this.#watched) if (live.built()) tell(live)
  }

  #sharedFor(call: FunctionCall): LiveQuery {
    const key = keyOf(call)
    const known = this.#shared.get(key)
    // A page that has its end grows with its rows; who asks for the first time gets a page as asked.
    if (known && known.journal.endCursor === null) return known
    const live = this.#made(call, { endCursor: null })
    this.#shared.set(key, live)
    return live
  }

  #made(call: FunctionCall, journal: PageJournal): LiveQuery {
    const question = questionOf(call)
    const alike = this.#alike.get(question) ?? new Set()
    this.#alike.set(question, alike)
    const live = new LiveQuery(call, journal, alike)
    alike.add(live)
    return live
  }
}

function tell({ watchers }: LiveQuery): void {
  for (const changed of watchers) changed()
}

const questionOf = ({ path, args }: FunctionCall): string =>
  JSON.stringify([path, convexToJson(args)])

const keyOf = (call: FunctionCall): string => JSON.stringify([questionOf(call), call.identity])
