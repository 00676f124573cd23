/**
 * The Worker's side of web chat for a browser: its files as they are built, and an agent that answers by
 * what is said to it. A test can cut its lines, refuse, and hold an answer back.
 */
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { type WebSocket, WebSocketServer } from 'ws'
import {
  CHAT_PING,
  CHAT_PONG,
  type ChatAbout,
  chatClientMessageSchema,
  type ChatClientMessage,
  type ChatServerMessage,
  type ChatStatus,
  type VisibleMessage,
} from '../../convex/model/chat.ts'

const FILES = fileURLToPath(new URL('../../dashboard/dist/chat/', import.meta.url))
const TYPES: Readonly<Record<string, string>> = {
  js: 'text/javascript',
  css: 'text/css',
  html: 'text/html',
}

export class ChatServer {
  about: ChatAbout = {
    name: 'Cascade Cycles',
    greeting: 'Hello! What can I do for you?',
    locale: 'en-US',
    turnstileSiteKey: null,
  }
  /** The origins that may ask. */
  allowed: string[] = []
  /** What `begin` answers instead of a key. */
  refusal: { status: number; error: string } | null = null
  messages: VisibleMessage[] = []
  /** Its connections have died, and nobody knows. */
  isDead = false
  /** How often windows have asked whether theirs lives. */
  pings = 0
  status: ChatStatus = 'open'
  /** What was asked for: `POST begin`, `say`, … */
  readonly log: string[] = []
  /** What came with each `POST`, as it was written. */
  readonly bodies: string[] = []
  readonly #server = createServer((request, response) => void this.#answer(request, response))
  readonly #sockets = new WebSocketServer({ server: this.#server })
  readonly #gone: number[] = []
  #next = 0
  #keys = 0

  static async start(): Promise<ChatServer> {
    const server = new ChatServer()
    server.#sockets.on('connection', (socket) => server.#connected(socket))
    server.#server.listen(0, '127.0.0.1')
    await once(server.#server, 'listening')
    return server
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`
  }

  async close(): Promise<void> {
    this.cut()
    this.#server.closeAllConnections()
    this.#server.close()
    await once(this.#server, 'close')
  }

  /** How many are connected. */
  get windows(): number {
    return this.#sockets.clients.size
  }

  /** Every window loses its connection. */
  cut(): void {
    for (const socket of this.#sockets.clients) socket.terminate()
  }

  /** The answer that was held back comes to its end. */
  finish(answer: string): void {
    this.#change({ text: answer, state: 'complete' })
  }

  /** Somebody in the dashboard writes. */
  personSays(words: string): void {
    this.#add({ role: 'person', author: 'Pat', text: words, state: 'complete' })
  }

  setStatus(status: ChatStatus): void {
    this.status = status
    this.#tell({ type: 'status', status })
  }

  get #port(): number {
    const address: AddressInfo | string | null = this.#server.address()
    return typeof address === 'object' && address ? address.port : 0
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = new URL(request.url ?? '', this.url).pathname
    const { origin } = request.headers
    const file = /^\/chat\/(?:(widget|page)\.(js|css)|[^/.]+)$/.exec(path)
    if (file) return sendFile(response, file[1] ? `${file[1]}.${file[2]}` : 'page.html')
    if (origin && origin !== this.url) {
      if (!this.allowed.includes(origin)) return send(response, 403, { error: 'Not from there.' })
      response.setHeader('access-control-allow-origin', origin)
      response.setHeader('access-control-allow-headers', 'content-type')
    }
    if (request.method === 'OPTIONS') return send(response, 204, null)
    this.log.push(`${request.method} ${path.split('/')[4] ?? 'about'}`)
    if (request.method === 'GET') return send(response, 200, this.about)
    if (request.method === 'POST') this.bodies.push(await text(request))
    if (this.refusal) return send(response, this.refusal.status, this.refusal)
    this.#keys++
    const key = { chatId: `chat_${'x'.repeat(22)}`, secret: `s${this.#keys}`, ticket: `t` }
    return send(response, 200, key)
  }

  #connected(socket: WebSocket): void {
    socket.on('message', (data: Buffer) => {
      if (data.toString() === CHAT_PING) {
        this.pings++
        if (!this.isDead) socket.send(CHAT_PONG)
        return
      }
      const message = chatClientMessageSchema.parse(JSON.parse(data.toString()))
      this.log.push(message.type)
      if (message.type === 'open') {
        this.#greet()
        const messages = this.messages.filter(({ seq }) => seq > message.after)
        const opened = { type: 'opened', status: this.status, messages, gone: this.#gone } as const
        return socket.send(JSON.stringify(opened satisfies ChatServerMessage))
      }
      this.#hear(message)
    })
  }

  /** As the Worker does, which begins with it. */
  #greet(): void {
    const { greeting } = this.about
    if (this.messages.length > 0) return
    this.messages.push({
      seq: this.#next++,
      clientId: '',
      role: 'agent',
      author: '',
      text: greeting,
      at: Date.now(),
      state: 'complete',
    })
  }

  #hear(message: Exclude<ChatClientMessage, { type: 'open' }>): void {
    switch (message.type) {
      case 'say':
        return this.#said(message.id, message.text)
      case 'stop':
        return this.#change({ state: 'stopped' })
      case 'again': {
        const last = this.messages.pop()
        if (!last) return
        this.#gone.push(last.seq)
        this.#tell({ type: 'removed', seq: last.seq })
        this.#write()
        return this.finish('Written anew.')
      }
      case 'end':
        return this.setStatus('ended')
    }
  }

  #said(id: string, words: string): void {
    if (this.messages.some(({ clientId }) => clientId === id)) return
    if (words === 'too fast') {
      return this.#tell({ type: 'refused', error: 'One message at a time, please.', id })
    }
    this.#add({ role: 'visitor', clientId: id, text: words, state: 'complete' })
    if (this.status === 'handed_over') return
    this.#write()
    this.#word('You said: ')
    if (!words.startsWith('slow')) this.finish(`You said: ${words}`)
  }

  #write(): void {
    this.#tell({ type: 'typing', typing: true })
    this.#add({ role: 'agent', text: '', state: 'writing' })
  }

  #word(delta: string): void {
    const writing = this.messages.at(-1)
    if (writing?.state !== 'writing') return
    this.messages.splice(-1, 1, { ...writing, text: writing.text + delta })
    this.#tell({ type: 'words', seq: writing.seq, delta })
  }

  #change(changes: Partial<VisibleMessage>): void {
    const writing = this.messages.at(-1)
    if (writing?.state !== 'writing') return
    const message = { ...writing, ...changes }
    this.messages.splice(-1, 1, message)
    this.#tell({ type: 'message', message })
    this.#tell({ type: 'typing', typing: false })
  }

  #add(parts: Pick<VisibleMessage, 'role' | 'text' | 'state'> & Partial<VisibleMessage>): void {
    const message = { seq: this.#next++, clientId: '', author: '', at: Date.now(), ...parts }
    this.messages.push(message)
    this.#tell({ type: 'message', message })
  }

  #tell(message: ChatServerMessage): void {
    for (const socket of this.#sockets.clients) socket.send(JSON.stringify(message))
  }
}

function send(response: ServerResponse, status: number, json: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' })
  response.end(json === null ? undefined : JSON.stringify(json))
}

function sendFile(response: ServerResponse, name: string): void {
  const type = TYPES[name.split('.').at(-1) ?? ''] ?? 'text/plain'
  response.writeHead(200, { 'content-type': type, 'access-control-allow-origin': '*' })
  response.end(readFileSync(FILES + name))
}
