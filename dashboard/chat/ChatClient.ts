/** Carries out what a conversation's machine wants: requests, the socket, clocks and what the tab keeps. */
import { transition } from './conversation.ts'
import type { ChatEffect } from './effects.ts'
import type { TabStorage } from './keptInTab.ts'
import { parsed, PING, readKey, readRefusal, readServerMessage } from './protocol.ts'
import { type ChatEvent, type Conversation, NEW } from './state.ts'

/** The window's outside. */
export interface ChatOutside {
  /** Where the routes of this agent's chat are: `https://HOST/chat/api/ID`. */
  address: string
  storage: TabStorage
  /** What proves that the visitor is a person; `null`: nothing has to. */
  prove: (() => Promise<string>) | null
}

/** A request that nobody answers counts as failed after so long. */
const REQUEST_MS = 20_000
/** So often an open connection is asked whether it lives; one that has not answered by then is given up. */
const BEAT_MS = 30_000
/** Connections that broke together come back one after the other. */
const JITTER = 0.3

export class ChatClient {
  readonly #outside: ChatOutside
  readonly #listeners = new Set<() => void>()
  #state: Conversation = NEW
  #socket: WebSocket | null = null
  #wake: ReturnType<typeof setTimeout> | undefined
  #watch: ReturnType<typeof setTimeout> | undefined
  #closed = false
  #beat: ReturnType<typeof setInterval>
  /** Nothing was heard since it was asked. */
  #isQuiet = false

  constructor(outside: ChatOutside) {
    this.#outside = outside
    this.#beat = setInterval(() => this.#ask(), BEAT_MS)
    addEventListener('online', this.#online)
    addEventListener('offline', this.#offline)
    addEventListener('pageshow', this.#shown)
  }

  get state(): Conversation {
    return this.#state
  }

  /** Goes on with what the tab has kept, if it has. */
  restore(): void {
    const kept = this.#outside.storage.read()
    if (kept) this.tell({ type: 'restored', kept })
  }

  /** Returns what ends it. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  tell(event: ChatEvent): void {
    if (this.#closed) return
    const [state, effects] = transition(this.#state, event)
    this.#state = state
    for (const effect of effects) this.#perform(effect)
    for (const listener of this.#listeners) listener()
  }

  /** Leaves everything as it is; the conversation can be gone on with. */
  close(): void {
    this.#closed = true
    removeEventListener('online', this.#online)
    removeEventListener('offline', this.#offline)
    removeEventListener('pageshow', this.#shown)
    clearTimeout(this.#wake)
    clearTimeout(this.#watch)
    clearInterval(this.#beat)
    this.#hangUp()
  }

  #perform(effect: ChatEffect): void {
    switch (effect.type) {
      case 'begin':
        return void this.#begin()
      case 'resume': {
        const { chatId, secret } = effect
        return void this.#askKey('resume', { chatId, secret })
      }
      case 'dial':
        return this.#dial(effect.chatId)
      case 'send':
        return this.#socket?.send(JSON.stringify(effect.message))
      case 'hang_up':
        return this.#hangUp()
      case 'wake': {
        const ms = effect.afterMs * (1 + Math.random() * JITTER)
        clearTimeout(this.#wake)
        this.#wake = setTimeout(() => this.tell({ type: 'woken' }), ms)
        return
      }
      case 'watch':
        clearTimeout(this.#watch)
        this.#watch = setTimeout(() => this.tell({ type: 'unconfirmed' }), effect.afterMs)
        return
      case 'keep':
        return this.#outside.storage.write(effect.kept)
    }
  }

  async #begin(): Promise<void> {
    try {
      const turnstileToken = await this.#outside.prove?.()
      await this.#askKey('begin', turnstileToken === undefined ? {} : { turnstileToken })
    } catch {
      this.tell({ type: 'key.refused', status: 400, error: '' })
    }
  }

  async #askKey(what: 'begin' | 'resume', body: object): Promise<void> {
    const { status, json } = await this.#post(`/${what}`, body)
    const key = status === 200 ? readKey(json) : null
    if (key) return this.tell({ type: 'key.given', key })
    const error = readRefusal(json)
    this.tell({ type: 'key.refused', status: status === 200 ? 502 : status, error })
  }

  async #post(path: string, body: object): Promise<{ status: number; json: unknown }> {
    try {
      const response = await fetch(this.#outside.address + path, {
        method: 'POST',
        credentials: 'omit',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(REQUEST_MS),
      })
      return { status: response.status, json: parsed(await response.text()) }
    } catch {
      return { status: 0, json: undefined }
    }
  }

  #dial(chatId: string): void {
    this.#hangUp()
    const address = this.#outside.address.replace(/^http/, 'ws')
    const socket = new WebSocket(`${address}/socket?chat=${encodeURIComponent(chatId)}`)
    this.#socket = socket
    socket.addEventListener('open', () => this.#from(socket, { type: 'socket.opened' }))
    socket.addEventListener('close', () => this.#from(socket, { type: 'socket.closed' }))
    this.#isQuiet = false
    socket.addEventListener('message', ({ data }) => {
      if (socket === this.#socket) this.#isQuiet = false
      const message = typeof data === 'string' ? readServerMessage(parsed(data)) : null
      if (message) this.#from(socket, { type: 'socket.message', message })
    })
  }

  /** A socket that was given up has nothing to say. */
  #from(socket: WebSocket, event: ChatEvent): void {
    if (socket === this.#socket) this.tell(event)
  }

  /** A line that died says nothing: visitors who wait for a person would wait for ever. */
  #ask(): void {
    if (this.#socket?.readyState !== WebSocket.OPEN) return
    if (this.#isQuiet) return this.#offline()
    this.#isQuiet = true
    this.#socket.send(PING)
  }

  #hangUp(): void {
    const socket = this.#socket
    this.#socket = null
    socket?.close()
  }

  /** A page that is shown again as it was left knows no key that followed in its tab meanwhile. */
  readonly #shown = ({ persisted }: PageTransitionEvent): void => {
    if (!persisted) return
    this.#hangUp()
    this.restore()
  }

  readonly #online = (): void => this.tell({ type: 'woken' })

  /** Browsers notice much later that a socket leads nowhere. */
  readonly #offline = (): void => {
    this.#hangUp()
    this.tell({ type: 'socket.closed' })
  }
}
