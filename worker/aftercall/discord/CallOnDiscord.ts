import type { AgentSnapshot } from '../../../convex/model/agent.ts'
import type { JournalEntry } from '../../call/journal.ts'
import { logFailure } from '../../lib/log.ts'
import type { Chore } from '../../shell/chores/Chores.ts'
import { retryMs } from '../../shell/outboxPlan.ts'
import { Deadline } from '../../shell/Deadline.ts'
import type { Tap } from '../../shell/PatchBay.ts'
import type { AfterCallStore, AnsweredCall } from '../AfterCallStore.ts'
import { type DiscordLine, linesOf } from './lines.ts'
import type { QueuedLine } from './messages.ts'

/** What whoever takes lines says of them. */
export interface Handed {
  /** Another one when it was lost, and with it what it had not posted. */
  life: string
  /** All of these lines were posted, or never will be. */
  areTold: boolean
}

export interface DiscordDeps {
  /** Which Discord webhook hears of an agent’s calls; `null`: none. */
  discordOf(agent: AgentSnapshot): string | null
  /** Takes lines for a webhook, each once, and has them posted whenever that may be. */
  tellDiscord(source: string, call: Omit<QueuedLine, 'text'>, lines: DiscordLine[]): Promise<Handed>
}

/**
 * How long lines gather before they are handed on, in ms: what was asked goes with its answer. Each time costs
 * the call more than the lines do.
 */
const GATHER_MS = 5_000
/** A call that could not be told of for so long after its end is not told of any more, in ms. */
const GIVE_UP_MS = 60 * 60_000

/** Whether all of the call was posted: a boolean. */
const TOLD = 'discordTold'

/**
 * Tells the agent's Discord webhook what is heard in a call. Nothing is kept here: the lines are read from
 * the record, after a restart all of them, and whoever takes them knows those that were posted.
 */
export class CallOnDiscord implements Tap, Chore {
  readonly #store: AfterCallStore
  readonly #deps: DiscordDeps
  readonly #now: () => number
  readonly #handed = new Set<string>()
  /** Of whoever has the lines. */
  #life: string | null = null
  readonly #soon: Deadline
  #underWay: Promise<void> | null = null
  #failures = 0
  #triedAt = 0

  constructor(store: AfterCallStore, deps: DiscordDeps, now: () => number) {
    this.#store = store
    this.#deps = deps
    this.#now = now
    this.#soon = new Deadline(() => void this.#handOn(), now)
  }

  wrote({ kind }: JournalEntry): void {
    if (kind === 'ended') void this.#handOn()
    else if (CHANGES.has(kind) && this.#call) this.#soon.set(this.#now() + GATHER_MS)
  }

  /** While people talk, the next line is soon enough; after that it is asked until all was posted. */
  due(now: number): number | null {
    const endedAt = this.#call?.record.call.endedAt ?? null
    if (endedAt === null || this.#isDone || now > endedAt + GIVE_UP_MS) return null
    return this.#triedAt + retryMs(this.#failures)
  }

  run(): Promise<void> {
    return this.#handOn()
  }

  /** `null`: nobody is told of it. */
  get #call(): (AnsweredCall & { source: string }) | null {
    const { call } = this.#store
    const source = call && this.#deps.discordOf(call.agent)
    return call && source !== null ? { ...call, source } : null
  }

  get #isDone(): boolean {
    return this.#store.storage.kv.get(TOLD) === true
  }

  /** One at a time; what is written meanwhile goes with the next lines, the end with all of them. */
  #handOn(): Promise<void> {
    if (!this.#call || this.#isDone) return Promise.resolve()
    this.#underWay ??= this.#handOnAll().finally(() => {
      this.#underWay = null
    })
    return this.#underWay
  }

  async #handOnAll(): Promise<void> {
    this.#triedAt = this.#now()
    try {
      while (await this.#handOnLines()) continue
    } catch (error) {
      this.#failures += 1
      logFailure('Discord was not told of a call.', {}, error)
    }
  }

  /** Whether there is more to hand on at once. */
  async #handOnLines(): Promise<boolean> {
    const call = this.#call
    if (!call) return false
    const all = linesOf(call.record, call.agent.name)
    const isOver = call.record.call.endedAt !== null
    const lines = isOver ? all : all.filter(({ key }) => !this.#handed.has(key))
    if (lines.length === 0) return false
    const { callSid, from } = call.record.call
    const handed = await this.#deps.tellDiscord(call.source, { callSid, caller: from }, lines)
    const isLost = this.#life !== null && this.#life !== handed.life
    if (isLost) this.#handed.clear()
    this.#life = handed.life
    for (const { key } of lines) this.#handed.add(key)
    this.#failures = isOver && !handed.areTold ? this.#failures + 1 : 0
    if (!isOver) return true
    if (handed.areTold) this.#store.storage.kv.put(TOLD, true)
    return false
  }
}

const CHANGES: ReadonlySet<JournalEntry['kind']> = new Set(['answered', 'turn', 'moved'])
