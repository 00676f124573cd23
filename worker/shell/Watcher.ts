import type { LiveMessage } from '../../convex/model/live.ts'
import type { CallEvent } from '../call/events.ts'
import type { JournalEntry } from '../call/journal.ts'
import { isPlaying } from '../call/playout.ts'
import type { CallRecord } from '../call/record.ts'
import type { CallState } from '../call/state.ts'
import type { Tap } from './PatchBay.ts'

/** What of a socket's life one who watches needs. */
export interface WatcherSocket {
  send(text: string): void
  close(code: number, reason: string): void
}

/** An operator or a terminal that follows a call while it runs. */
export class Watcher implements Tap {
  readonly #socket: WatcherSocket
  /** The record as they know it. */
  #told: CallRecord
  /** What happens in the moment of the end comes after the socket was closed. */
  #isOver = false

  constructor(socket: WatcherSocket, sofar: CallRecord) {
    this.#socket = socket
    this.#told = sofar
    this.#tell(snapshotOf(sofar))
  }

  /** What is not written down: words as they come, and who has the floor. */
  happened(event: CallEvent, before: CallState, after: CallState): void {
    if (event.type === 'engine.words') {
      const { itemId, delta } = event
      this.#tell({ type: 'words', itemId, role: 'agent', delta })
    }
    const { callerSpeaking } = after.speech
    if (before.speech.callerSpeaking !== callerSpeaking) {
      this.#tell({ type: 'speaking', who: 'caller', speaking: callerSpeaking })
    }
    const speaking = isHeard(after)
    if (isHeard(before) !== speaking) {
      this.#tell({ type: 'speaking', who: 'agent', speaking })
    }
  }

  wrote(entry: JournalEntry, record: CallRecord): void {
    for (const message of changesOf(this.#told, record, entry)) this.#tell(message)
    this.#told = record
  }

  over(): void {
    this.#isOver = true
    this.#socket.close(1000, 'The call is over.')
  }

  #tell(message: LiveMessage): void {
    if (!this.#isOver) this.#socket.send(JSON.stringify(message))
  }
}

function isHeard({ speech }: CallState): boolean {
  return isPlaying(speech.playout) || speech.aloud !== null
}

function snapshotOf({ call, turns, events }: CallRecord): LiveMessage {
  return { type: 'snapshot', call, turns: [...turns], events: [...events] }
}

/** What a new line of the journal changed, for those who watch. */
function changesOf(before: CallRecord, after: CallRecord, entry: JournalEntry): LiveMessage[] {
  const { call, events } = after
  const told: LiveMessage[] = []
  if (entry.kind === 'turn') {
    told.push({ type: 'turn', turn: { ...entry.turn, callSid: call.callSid } })
  }
  if (call !== before.call) told.push({ type: 'call', call })
  const event = events.at(-1)
  if (event && event.seq !== before.events.at(-1)?.seq) told.push({ type: 'event', event })
  return told
}
