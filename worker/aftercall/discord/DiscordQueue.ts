import * as z from 'zod'
import type { CallStorage } from '../../shell/storage.ts'
import type { DiscordLine } from './lines.ts'
import { type Message, nextMessage, partsOfLine, type QueuedLine } from './messages.ts'

/** How many lines may wait; the oldest go first, and are counted. */
const MAX_WAITING = 500
/** How long it is remembered what was told of a call, in ms: longer than any takes. */
const REMEMBER_MS = 3 * 60 * 60_000

const TOLD = 'told:'
const SILENT = 'silent'

const toldSchema = z.object({
  /** When the last of them was, epoch ms. */
  at: z.number(),
  /** The names of the lines. */
  keys: z.array(z.string()),
})

const silentSchema = z.object({
  status: z.number(),
  at: z.number(),
  /** The SHA-256 of the address: another one may be spoken to. */
  address: z.string(),
})
export type Silence = z.infer<typeof silentSchema>

type Call = Omit<QueuedLine, 'text'>

/** A line, or a part of one. */
interface WaitingLine extends QueuedLine {
  /** The line that it ends; `null`: another part follows. */
  ends: string | null
}

/**
 * Lines that wait for a Discord webhook. They wait in memory: whoever has told them has them, and tells them
 * again to an object that was lost meanwhile. What was posted is stored, so that none is posted twice.
 */
export class DiscordQueue {
  readonly #kv: CallStorage['kv']
  #waiting: WaitingLine[] = []
  /** What is being posted. */
  #begun: (Message & { waiting: WaitingLine[]; dropped: number }) | null = null
  /** By call: the names of lines that were posted or left out. */
  readonly #told = new Map<string, Set<string>>()
  /** Lines that were left out since the last message. */
  #dropped = 0
  /** Whose the last line was that was posted. */
  #last: string | null = null

  constructor({ kv }: Pick<CallStorage, 'kv'>) {
    this.#kv = kv
  }

  /** Why nothing is to be posted; `null`: nothing speaks against it. */
  get silence(): Silence | null {
    return silentSchema.safeParse(this.#kv.get(SILENT)).data ?? null
  }

  /** Nothing is to be posted any more: what waits goes. */
  fallSilent(silence: Silence): void {
    this.#kv.put(SILENT, silence)
    this.#waiting = []
    this.#begun = null
  }

  speakAgain(): void {
    this.#kv.delete(SILENT)
  }

  /** Takes lines of a call, each once. */
  take(call: Call, lines: readonly DiscordLine[], now: number): void {
    const told = this.#toldOf(call.callSid)
    const waiting = [...this.#waiting, ...(this.#begun?.waiting ?? [])]
    const waits = new Set(waiting.map((line) => nameOf(line.callSid, line.ends)))
    for (const { key, text } of lines) {
      if (told.has(key) || waits.has(nameOf(call.callSid, key))) continue
      const parts = partsOfLine(text)
      const last = parts.length - 1
      this.#waiting.push(
        ...parts.map((part, at) => ({ ...call, text: part, ends: at === last ? key : null })),
      )
    }
    this.#leaveOutOldest(now)
  }

  /** Whether all of these were posted or left out. */
  areTold(callSid: string, lines: readonly DiscordLine[]): boolean {
    const told = this.#toldOf(callSid)
    return lines.every(({ key }) => told.has(key))
  }

  get isEmpty(): boolean {
    return this.#waiting.length === 0
  }

  /** What is to be posted next; `null`: nothing. One at a time: it ends with `posted`, `refused` or `putBack`. */
  begin(): Message | null {
    const message = nextMessage(this.#waiting, { callSid: this.#last, dropped: this.#dropped })
    if (!message) return null
    const lines = this.#waiting.splice(0, message.lines)
    this.#begun = { ...message, waiting: lines, dropped: this.#dropped }
    return message
  }

  posted(now: number): void {
    const { waiting = [], dropped = 0, callSid = this.#last } = this.#begun ?? {}
    this.#begun = null
    this.#dropped -= dropped
    this.#last = callSid
    this.#keepTold(waiting, now)
  }

  /** It is not to be posted, and counted. */
  refused(now: number): void {
    const { waiting = [] } = this.#begun ?? {}
    this.#begun = null
    this.#dropped += waiting.length
    this.#keepTold(waiting, now)
  }

  /** It is to be posted later, before everything else. */
  putBack(): void {
    this.#waiting.unshift(...(this.#begun?.waiting ?? []))
    this.#begun = null
  }

  /** Forgets what was told of calls that are long over. */
  forgetOld(now: number): void {
    for (const [key, stored] of this.#kv.list({ prefix: TOLD })) {
      const callSid = key.slice(TOLD.length)
      const { at = 0 } = toldSchema.safeParse(stored).data ?? {}
      if (at > now - REMEMBER_MS) continue
      this.#kv.delete(TOLD + callSid)
      this.#told.delete(callSid)
    }
  }

  #leaveOutOldest(now: number): void {
    const tooMany = this.#waiting.splice(0, Math.max(0, this.#waiting.length - MAX_WAITING))
    this.#dropped += tooMany.length
    this.#keepTold(tooMany, now)
  }

  /** These need not be posted any more. */
  #keepTold(lines: readonly WaitingLine[], now: number): void {
    for (const { callSid, ends } of lines) if (ends !== null) this.#toldOf(callSid).add(ends)
    for (const callSid of new Set(lines.map((line) => line.callSid))) {
      this.#kv.put(TOLD + callSid, { at: now, keys: [...this.#toldOf(callSid)] })
    }
  }

  #toldOf(callSid: string): Set<string> {
    const known = this.#told.get(callSid)
    if (known) return known
    const stored = toldSchema.safeParse(this.#kv.get(TOLD + callSid)).data
    const told = new Set(stored?.keys)
    this.#told.set(callSid, told)
    return told
  }
}

const nameOf = (callSid: string, key: string | null): string => `${callSid} ${key}`
