import type { OperatorEvent, Refused } from '../chat/events.ts'
import type { ChatOpening } from '../shell/chat/ChatJournal.ts'
import type { KeyParts } from '../shell/chat/Keys.ts'
import { type RunningChat, resumeChat } from '../shell/chat/RunningChat.ts'
import { Visitor } from '../shell/chat/Visitor.ts'
import { type ChatBindings, chatParts } from './chatParts.ts'

/** So many sockets may be about to show a ticket. */
const MOST_WAITING = 10
/** A socket that has shown no ticket by then is closed; ms. */
const TICKET_MS = 10_000

/** What an operator does to a conversation. */
export type ChatAct = OperatorEvent | { type: 'forget' }

/** All that `ChatSession` does: what others ask of a conversation, and the sockets of its windows. */
export class ChatHost {
  readonly #ctx: DurableObjectState
  readonly #parts: ReturnType<typeof chatParts>
  #running: RunningChat | null = null
  #visitor: Visitor | null = null

  constructor(ctx: DurableObjectState, env: ChatBindings) {
    this.#ctx = ctx
    this.#parts = chatParts(ctx, env)
  }

  /** A conversation begins here. Returns its first key. */
  async begin(opening: ChatOpening): Promise<KeyParts> {
    const { journal, keys, parts, outbox } = this.#parts
    if (!journal.state) {
      journal.open(opening, parts(opening).rules)
      this.#conversation()?.begin()
      outbox.acknowledged.schedule()
    }
    await this.#arm()
    return keys.begin()
  }

  /** The next key; `null`: this secret does not open a conversation with this agent. */
  async resume(agentId: string, secret: string): Promise<KeyParts | null> {
    const { journal, keys } = this.#parts
    return journal.opening?.agent.agentId === agentId ? keys.resume(secret) : null
  }

  /** A window's socket. Its first frame shows a ticket. */
  async fetch(request: Request): Promise<Response> {
    const { journal, windows } = this.#parts
    const agentId = new URL(request.url).pathname.split('/').at(-2)
    if (journal.opening?.agent.agentId !== agentId) {
      return Response.json({ error: 'There is no such conversation.' }, { status: 404 })
    }
    if (windows.waiting >= MOST_WAITING) {
      const error = 'Too many windows open this conversation at once. Try again in a moment.'
      return Response.json({ error }, { status: 429 })
    }
    const { 0: client, 1: server } = new WebSocketPair()
    this.#ctx.acceptWebSocket(server)
    setTimeout(() => {
      if (!windows.isOpen(server)) server.close(1008, 'There was no ticket.')
    }, TICKET_MS)
    return new Response(null, { status: 101, webSocket: client })
  }

  async webSocketMessage(socket: WebSocket, frame: string | ArrayBuffer): Promise<void> {
    const visitor = this.#window()
    if (!visitor) return socket.close(1008, 'This conversation is no more.')
    await visitor.heard(socket, frame)
    await this.#arm()
  }

  /** An operator does something; a sentence says why it is not done, and `gone` that there is none. */
  async act(act: ChatAct): Promise<Refused | 'gone' | null> {
    const { journal } = this.#parts
    const running = this.#conversation()
    if (!running) return act.type === 'forget' ? null : 'gone'
    if (act.type !== 'forget') {
      const refused = running.dispatch(act)
      await this.#arm()
      return refused
    }
    if (running.state.status !== 'ended') return { error: 'This conversation goes on.' }
    for (const socket of this.#ctx.getWebSockets())
      socket.close(1000, 'This conversation is no more.')
    journal.forget()
    return null
  }

  /** Brings the stored record up to date, for someone who is about to read it. */
  async deliver(): Promise<void> {
    this.#conversation()
    await this.#parts.outbox.acknowledged.flush()
  }

  async alarm(): Promise<void> {
    this.#conversation()?.dispatch({ type: 'clock.tick' })
    await this.#parts.chores.run()
  }

  /** The next wake: for what is under way, and what is left to do. */
  #arm(): Promise<void> {
    return this.#parts.chores.arm()
  }

  #window(): Visitor | null {
    const { journal, windows, keys, allowanceOf } = this.#parts
    const running = this.#conversation()
    if (!running || !journal.opening) return null
    const allowance = allowanceOf(journal.opening)
    this.#visitor ??= new Visitor({ windows, keys, running, allowance, now: Date.now })
    return this.#visitor
  }

  /** The conversation as it is in memory, or as its journal tells after a restart. */
  #conversation(): RunningChat | null {
    const { journal, depsOf } = this.#parts
    if (!journal.opening) return null
    this.#running ??= resumeChat(depsOf(journal.opening))
    return this.#running
  }
}
