import { Deadline } from './Deadline.ts'
import { type CallStorage, UNCONFIRMED, type WriteOptions } from './storage.ts'

/** How the lines of a journal are kept. */
export interface LineRules<Line> {
  /** How long a line may wait to be written together with others, in ms. */
  waitOf(line: Line): number
  /** Whether nothing leaves the object before this line is on disk. */
  isConfirmed(line: Line): boolean
  /** As lines that are written together are stored. */
  batchOf(lines: readonly Line[]): unknown
}

const LINES = 'lines:'

/** Keys of a fixed width stand in the order of their numbers. */
function keyOf(seq: number): string {
  return LINES + String(seq).padStart(8, '0')
}

/** The ordered lines of a journal in its object's storage, and those that wait to be written there. */
export class Lines<Line> {
  readonly #storage: CallStorage
  readonly #rules: LineRules<Line>
  readonly #now: () => number
  readonly #due: Deadline
  #length = 0
  #gathered: Line[] = []

  /** `now`: epoch ms. */
  constructor(storage: CallStorage, rules: LineRules<Line>, now: () => number) {
    this.#storage = storage
    this.#rules = rules
    this.#now = now
    this.#due = new Deadline(() => this.write(), now)
  }

  /** Lines so far, those that wait included. */
  get length(): number {
    return this.#length
  }

  /** Adds lines that belong together: they are written in one, or not at all. */
  append(...lines: readonly Line[]): void {
    if (lines.length === 0) return
    this.#length += lines.length
    this.#gathered.push(...lines)
    const waitMs = Math.min(...lines.map((line) => this.#rules.waitOf(line)))
    const isConfirmed = lines.some((line) => this.#rules.isConfirmed(line))
    if (waitMs > 0) this.#due.set(this.#now() + waitMs)
    else this.write(isConfirmed ? {} : UNCONFIRMED)
  }

  /** Writes the lines that wait. */
  write(options: WriteOptions = UNCONFIRMED): void {
    this.#due.set(Infinity)
    if (this.#gathered.length === 0) return
    const key = keyOf(this.#length - this.#gathered.length)
    void this.#storage.put(key, this.#rules.batchOf(this.#gathered), options)
    this.#gathered = []
  }

  /** What was stored, batch by batch, oldest first. */
  stored(): unknown[] {
    return Array.from(this.#storage.kv.list({ prefix: LINES }), ([, batch]) => batch)
  }

  /**
   * Goes through what an earlier life of the object has stored, oldest first, and returns how many lines
   * could not be read (`read` gives `null` for those).
   */
  replay(
    read: (batch: unknown) => (Line | null)[],
    take: (line: Line, seq: number) => void,
  ): number {
    let unreadable = 0
    for (const [key, batch] of this.#storage.kv.list({ prefix: LINES })) {
      // Where a batch cannot be read, only the next key tells how many lines it had.
      this.#length = Math.max(this.#length, Number(key.slice(LINES.length)))
      for (const line of read(batch)) {
        if (line === null) unreadable += 1
        else take(line, this.#length)
        this.#length += 1
      }
    }
    return unreadable
  }

  /** Lets the lines go that wait. */
  drop(): void {
    this.#due.set(Infinity)
    this.#gathered = []
  }
}
