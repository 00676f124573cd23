import type { ChatServerMessage, VisibleMessage } from '../../../convex/model/chat.ts'

/** The messages of a window, by their `seq`, as what it is told changes them. */
export class ShownMessages {
  readonly #messages = new Map<number, VisibleMessage>()

  /** The last message that it has whole; −1: none. */
  get after(): number {
    const whole = this.all().filter(({ state }) => state !== 'writing')
    return whole.at(-1)?.seq ?? -1
  }

  all(): VisibleMessage[] {
    return [...this.#messages.values()].toSorted((a, b) => a.seq - b.seq)
  }

  take(message: ChatServerMessage): void {
    switch (message.type) {
      case 'opened':
        for (const seq of message.gone) this.#messages.delete(seq)
        for (const one of message.messages) this.#messages.set(one.seq, one)
        return
      case 'message':
        return void this.#messages.set(message.message.seq, message.message)
      case 'words': {
        const known = this.#messages.get(message.seq)
        if (!known) throw new Error('There are words of a message that nobody has shown.')
        return void this.#messages.set(known.seq, { ...known, text: known.text + message.delta })
      }
      case 'removed':
        return void this.#messages.delete(message.seq)
      case 'typing':
      case 'status':
      case 'refused':
    }
  }
}
