import { DurableObject } from 'cloudflare:workers'
import { CHAT_PING, CHAT_PONG } from '../../convex/model/chat.ts'
import type { Refused } from '../chat/events.ts'
import type { ChatOpening } from '../shell/chat/ChatJournal.ts'
import type { KeyParts } from '../shell/chat/Keys.ts'
import type { ChatAct, ChatHost } from './ChatHost.ts'
import type { ChatBindings } from './chatParts.ts'

/**
 * One conversation on a web page. Its code is loaded with the object, so that no phone call has to carry it.
 */
export class ChatSession extends DurableObject<ChatBindings> {
  /** There before anything is asked. */
  readonly #host = this.ctx.blockConcurrencyWhile(() => hostOf(this.ctx, this.env))

  constructor(ctx: DurableObjectState, env: ChatBindings) {
    super(ctx, env)
    // Answered without waking the object.
    ctx.setWebSocketAutoResponse(new WebSocketRequestResponsePair(CHAT_PING, CHAT_PONG))
  }

  /** A conversation begins here. Returns its first key. */
  async begin(opening: ChatOpening): Promise<KeyParts> {
    return (await this.#host).begin(opening)
  }

  /** The next key; `null`: this secret does not open a conversation with this agent. */
  async resume(agentId: string, secret: string): Promise<KeyParts | null> {
    return (await this.#host).resume(agentId, secret)
  }

  /** A window's socket. Its first frame shows a ticket. */
  override async fetch(request: Request): Promise<Response> {
    return (await this.#host).fetch(request)
  }

  override async webSocketMessage(socket: WebSocket, frame: string | ArrayBuffer): Promise<void> {
    await (await this.#host).webSocketMessage(socket, frame)
  }

  override webSocketClose(socket: WebSocket): void {
    socket.close()
  }

  /** An operator does something; a sentence says why it is not done, and `gone` that there is none. */
  async act(act: ChatAct): Promise<Refused | 'gone' | null> {
    return (await this.#host).act(act)
  }

  /** Brings the stored record up to date, for someone who is about to read it. */
  async deliver(): Promise<void> {
    await (await this.#host).deliver()
  }

  override async alarm(): Promise<void> {
    await (await this.#host).alarm()
  }
}

async function hostOf(ctx: DurableObjectState, env: ChatBindings): Promise<ChatHost> {
  const { ChatHost } = await import('./ChatHost.ts')
  return new ChatHost(ctx, env)
}
