import type { CallEvent, JournalEntry } from '../call/events.ts'
import { isPlaying } from '../call/playout.ts'
import type { CallState } from '../call/state.ts'
import { Journal, type Opening } from './journal.ts'
import { type Deliver, Outbox } from './outbox.ts'
import { changeOf, snapshotOf, Watchers } from './watchers.ts'

/** Everything that remembers a call: its journal, the outbox to Convex, and those who watch it live. */
export class Recorder {
  readonly journal: Journal
  readonly outbox: Outbox
  readonly #watchers = new Watchers()

  constructor(storage: DurableObjectStorage, deliver: Deliver) {
    this.journal = new Journal(storage)
    this.outbox = new Outbox(this.journal, storage, deliver)
  }

  /** The call begins. */
  open(opening: Opening): void {
    this.journal.open(opening)
    this.outbox.schedule()
  }

  write(entry: JournalEntry): void {
    this.journal.append(entry)
    const { record } = this.journal
    if (!record) return
    if (entry.kind === 'turn') this.outbox.turnChanged(entry.turn.itemId)
    if (!this.#watchers.isEmpty) this.#watchers.tell(changeOf(record, entry))
    this.outbox.schedule()
  }

  /** Lets someone follow the call from here on: the server's end of a pair. */
  follow(socket: WebSocket): void {
    const { record } = this.journal
    if (record) this.#watchers.add(socket, snapshotOf(record))
  }

  /** Tells those who watch what is not written down: words as they come, and who has the floor. */
  show(event: CallEvent, before: CallState, after: CallState): void {
    if (this.#watchers.isEmpty) return
    if (event.type === 'engine.words') {
      const { itemId, delta } = event
      this.#watchers.tell({ type: 'words', itemId, role: 'agent', delta })
    }
    if (before.callerSpeaking !== after.callerSpeaking) {
      const speaking = after.callerSpeaking
      this.#watchers.tell({ type: 'speaking', who: 'caller', speaking })
    }
    const speaking = isPlaying(after.playout)
    if (isPlaying(before.playout) !== speaking) {
      this.#watchers.tell({ type: 'speaking', who: 'agent', speaking })
    }
  }

  /** The call is over: those who watch are let go, and the record leaves now. */
  async close(): Promise<void> {
    this.#watchers.close()
    await this.outbox.flush()
  }
}
