/** The Worker's side of a conversation, as small as a test can have it, on lines that break. */
import type {
  ChatClientMessage,
  ChatKey,
  ChatServerMessage,
  VisibleMessage,
} from '../../../../convex/model/chat.ts'
import { transition } from '../../../../dashboard/chat/conversation.ts'
import type { ChatEffect, Kept } from '../../../../dashboard/chat/effects.ts'
import { type ChatEvent, type Conversation, NEW } from '../../../../dashboard/chat/state.ts'

export class FakeServer {
  messages: VisibleMessage[] = []
  /** What was said, once for each time that it was taken for a new message. */
  readonly taken: string[] = []
  readonly #gone: number[] = []
  #next = 0

  say(id: string, text: string): ChatServerMessage[] {
    const known = this.messages.find(({ clientId }) => clientId === id)
    if (known) return [{ type: 'message', message: known }]
    this.taken.push(id)
    const said = this.#add({ role: 'visitor', clientId: id, text, state: 'complete' })
    const answer = this.#add({ role: 'agent', clientId: '', text: '', state: 'writing' })
    return [
      { type: 'message', message: said },
      { type: 'message', message: answer },
    ]
  }

  /** One more word of each answer, or its end. */
  write(isLast: boolean): ChatServerMessage[] {
    const answer = this.messages.findLast(({ state }) => state === 'writing')
    if (!answer) return []
    const delta = `word${answer.text.length} `
    const text = answer.text + delta
    if (!isLast) {
      this.#put({ ...answer, text })
      return [{ type: 'words', seq: answer.seq, delta }]
    }
    const whole: VisibleMessage = { ...answer, text, state: 'complete' }
    this.#put(whole)
    return [{ type: 'message', message: whole }]
  }

  again(): ChatServerMessage[] {
    const last = this.messages.at(-1)
    if (last?.role !== 'agent' || last.state === 'writing') return []
    this.messages = this.messages.filter(({ seq }) => seq !== last.seq)
    this.#gone.push(last.seq)
    const answer = this.#add({ role: 'agent', clientId: '', text: '', state: 'writing' })
    return [
      { type: 'removed', seq: last.seq },
      { type: 'message', message: answer },
    ]
  }

  opened(after: number): ChatServerMessage {
    const messages = this.messages.filter(({ seq }) => seq > after)
    return { type: 'opened', status: 'open', messages, gone: this.#gone }
  }

  #add(parts: Pick<VisibleMessage, 'role' | 'clientId' | 'text' | 'state'>): VisibleMessage {
    const message = { ...parts, seq: this.#next, author: '', at: this.#next }
    // As operators' lines, which visitors do not see, take their places.
    this.#next += 2
    this.messages.push(message)
    return message
  }

  #put(message: VisibleMessage): void {
    this.messages = this.messages.map((other) => (other.seq === message.seq ? message : other))
  }
}

/** A window and its Worker, with a line between them on which nothing has arrived until it is carried. */
export class Pair {
  readonly server = new FakeServer()
  state: Conversation = NEW
  kept: Kept | null = null
  #up: ChatClientMessage[] = []
  #down: ChatServerMessage[] = []
  #connected = false
  /** What the window waits for: a key, the socket, or its clock. */
  #pending: 'key' | 'socket' | 'clock' | null = null
  #keys = 0

  tell(event: ChatEvent): void {
    const [state, effects] = transition(this.state, event)
    this.state = state
    for (const effect of effects) this.#perform(effect)
  }

  /** What the window waits for comes, or fails to. */
  advance(succeeds: boolean): void {
    const pending = this.#pending
    this.#pending = null
    if (pending === 'clock') return this.tell({ type: 'woken' })
    if (pending === 'key') {
      return this.tell(
        succeeds
          ? { type: 'key.given', key: this.#newKey() }
          : { type: 'key.refused', status: 0, error: '' },
      )
    }
    if (pending !== 'socket') return
    this.#connected = succeeds
    this.tell({ type: succeeds ? 'socket.opened' : 'socket.closed' })
  }

  /** So many frames arrive at the Worker. */
  carryUp(count: number): void {
    for (const message of this.#up.splice(0, count)) this.#receive(message)
  }

  /** So many frames arrive at the window. */
  carryDown(count: number): void {
    for (const message of this.#down.splice(0, count)) {
      this.tell({ type: 'socket.message', message })
    }
  }

  write(isLast: boolean): void {
    const told = this.server.write(isLast)
    if (this.#connected) this.#down.push(...told)
  }

  /** Whatever is on the line is lost. */
  break(): void {
    if (!this.#connected) return
    this.#cut()
    this.tell({ type: 'socket.closed' })
  }

  /** Another page of the same tab: only what was kept is left. */
  reload(): void {
    this.#cut()
    this.#pending = null
    this.state = NEW
    if (this.kept) this.tell({ type: 'restored', kept: this.kept })
  }

  /** Until nothing moves any more. */
  settle(): void {
    for (let round = 0; round < 50; round++) {
      this.advance(true)
      this.carryUp(100)
      this.carryDown(100)
      this.write(true)
    }
  }

  #cut(): void {
    this.#connected = false
    this.#up = []
    this.#down = []
  }

  #newKey(): ChatKey {
    this.#keys++
    return { chatId: 'chat_1', secret: `secret ${this.#keys}`, ticket: `ticket ${this.#keys}` }
  }

  #perform(effect: ChatEffect): void {
    switch (effect.type) {
      case 'begin':
      case 'resume':
        this.#pending = 'key'
        return
      case 'dial':
        this.#cut()
        this.#pending = 'socket'
        return
      case 'send':
        if (this.#connected) this.#up.push(effect.message)
        return
      case 'hang_up':
        return this.#cut()
      case 'wake':
        this.#pending = 'clock'
        return
      case 'watch':
        return
      case 'keep':
        this.kept = effect.kept
    }
  }

  #receive(message: ChatClientMessage): void {
    switch (message.type) {
      case 'open':
        return void this.#down.push(this.server.opened(message.after))
      case 'say':
        return void this.#down.push(...this.server.say(message.id, message.text))
      case 'again':
        return void this.#down.push(...this.server.again())
      case 'stop':
      case 'end':
    }
  }
}
