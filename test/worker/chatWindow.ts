/** A visitor's window, as a page of somebody's would open it. */
import { once } from 'node:events'
import { WebSocket } from 'ws'
import {
  type ChatClientMessage,
  type ChatKey,
  chatKeySchema,
  type ChatServerMessage,
  chatServerMessageSchema,
  type VisibleMessage,
} from '../../convex/model/chat.ts'
import { eventually } from './storedCall.ts'
import { ShownMessages } from '../unit/chat/shownMessages.ts'

/** The page that may embed the chats of these tests. */
export const PAGE = 'https://shop.example.com'

/** Where a visitor is, and from where. */
export interface Place {
  /** Of the Worker. */
  url: string
  agentId: string
  origin?: string
  /** The visitor's address. */
  from?: string
}

const headersOf = ({ origin = PAGE, from = '203.0.113.7' }: Place): Record<string, string> => ({
  origin,
  'cf-connecting-ip': from,
})

export function askChat(place: Place, act: string, body: unknown): Promise<Response> {
  return fetch(`${place.url}/chat/api/${place.agentId}/${act}`, {
    method: 'POST',
    headers: { ...headersOf(place), 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
}

export async function keyOf(response: Response): Promise<ChatKey> {
  if (!response.ok) throw new Error(`${response.status} ${await response.text()}`)
  return chatKeySchema.parse(await response.json())
}

export class ChatWindow {
  readonly place: Place
  key: ChatKey
  readonly #messages = new ShownMessages()
  /** Everything that came, the oldest first. */
  readonly log: ChatServerMessage[] = []
  /** Code of the close; `null`: it is open. */
  closed: number | null = null
  #socket: WebSocket

  private constructor(place: Place, key: ChatKey, socket: WebSocket) {
    this.place = place
    this.key = key
    this.#socket = socket
  }

  static async begin(place: Place): Promise<ChatWindow> {
    const key = await keyOf(await askChat(place, 'begin', {}))
    const window = new ChatWindow(place, key, await socketOf(place, key.chatId))
    await window.#open()
    return window
  }

  /** Another window of the same visitor's, or the same one after a reload. */
  async another(): Promise<ChatWindow> {
    await this.resume()
    const window = new ChatWindow(this.place, this.key, await socketOf(this.place, this.key.chatId))
    await window.#open()
    return window
  }

  async resume(): Promise<void> {
    const { chatId, secret } = this.key
    this.key = await keyOf(await askChat(this.place, 'resume', { chatId, secret }))
  }

  /** The connection is gone, and comes back; what it shows stays. */
  async reconnect(): Promise<void> {
    this.#socket.terminate()
    await this.resume()
    this.#socket = await socketOf(this.place, this.key.chatId)
    await this.#open()
  }

  send(message: ChatClientMessage): void {
    this.#socket.send(JSON.stringify(message))
  }

  sendRaw(text: string): void {
    this.#socket.send(text)
  }

  /** Says something, and returns its id. */
  say(text: string, id: string = crypto.randomUUID()): string {
    this.send({ type: 'say', id, text })
    return id
  }

  /** What it shows, in order. */
  shown(): VisibleMessage[] {
    return this.#messages.all()
  }

  /** The same as text: who said what. */
  text(): string[] {
    return this.shown().map(({ role, text }) => `${role}: ${text}`)
  }

  /** Waits for what it shows to be as wanted. */
  until(what: string, ready: (shown: VisibleMessage[]) => boolean): Promise<VisibleMessage[]> {
    return eventually(
      () =>
        `${what}, but this: ${JSON.stringify(this.shown())} ${JSON.stringify(this.log.slice(-3))}`,
      () => (ready(this.shown()) ? this.shown() : null),
    )
  }

  /** Waits for as many whole answers of the agent's. */
  answers(count: number): Promise<VisibleMessage[]> {
    return this.until(`${count} answers`, (shown) => shown.filter(isAnswer).length >= count)
  }

  refusals(): Extract<ChatServerMessage, { type: 'refused' }>[] {
    return this.log.filter((message) => message.type === 'refused')
  }

  close(): void {
    this.#socket.close()
  }

  async #open(): Promise<void> {
    this.closed = null
    const socket = this.#socket
    socket.on('message', (data: Buffer) => this.#heard(data.toString()))
    socket.on('close', (code) => {
      if (socket === this.#socket) this.closed = code
    })
    const count = this.log.length
    this.send({ type: 'open', ticket: this.key.ticket, after: this.#messages.after })
    await eventually('an open conversation', () =>
      this.log.slice(count).find(({ type }) => type === 'opened'),
    )
  }

  #heard(text: string): void {
    const message = chatServerMessageSchema.parse(JSON.parse(text))
    this.log.push(message)
    this.#messages.take(message)
  }
}

const isAnswer = ({ role, state }: VisibleMessage): boolean =>
  role === 'agent' && state === 'complete'

/** A socket, as far as the handshake. Rejects when that is refused. */
export async function socketOf(place: Place, chatId: string): Promise<WebSocket> {
  const url = `${place.url.replace('http', 'ws')}/chat/api/${place.agentId}/socket?chat=${chatId}`
  const socket = new WebSocket(url, { headers: headersOf(place) })
  await once(socket, 'open')
  return socket
}
