import type { LiveMessage } from '../../convex/model/live.ts'
import type { JournalEntry } from '../call/events.ts'
import type { CallRecord } from '../call/record.ts'

/** The operators and terminals that follow a call while it runs. */
export class Watchers {
  readonly #sockets = new Set<WebSocket>()

  get isEmpty(): boolean {
    return this.#sockets.size === 0
  }

  /** Takes the server's end of a pair, and tells it what has happened so far. */
  add(socket: WebSocket, snapshot: LiveMessage): void {
    socket.accept()
    const leave = () => this.#sockets.delete(socket)
    socket.addEventListener('close', leave)
    socket.addEventListener('error', leave)
    this.#sockets.add(socket)
    socket.send(JSON.stringify(snapshot))
  }

  tell(message: LiveMessage): void {
    if (this.isEmpty) return
    const text = JSON.stringify(message)
    for (const socket of this.#sockets) socket.send(text)
  }

  /** The call is over. */
  close(): void {
    for (const socket of this.#sockets) socket.close(1000, 'The call is over.')
    this.#sockets.clear()
  }
}

export function snapshotOf(record: CallRecord): LiveMessage {
  const { call, turns, events } = record
  return { type: 'snapshot', call, turns: [...turns], events: [...events] }
}

/** What a new line of the journal changed, for those who watch. */
export function changeOf(record: CallRecord, entry: JournalEntry): LiveMessage {
  if (entry.kind === 'turn') {
    return { type: 'turn', turn: { ...entry.turn, callSid: record.call.callSid } }
  }
  const event = record.events.at(-1)
  if (entry.kind === 'event' && event) return { type: 'event', event }
  return { type: 'call', call: record.call }
}
