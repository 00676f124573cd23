import {
  type ChatClientMessage,
  chatClientMessageSchema,
  LONGEST_MESSAGE,
} from '../../../convex/model/chat.ts'
import * as z from 'zod'
import type { ChatEvent, Refused } from '../../chat/events.ts'
import { opened, visible } from '../../chat/shown.ts'
import { againRefusal, isKnown, refusalOf } from '../../chat/transition.ts'
import { wordsIn } from '../../chat/words/index.ts'
import { logFailure } from '../../lib/log.ts'
import { parseJson } from '../../lib/parseJson.ts'
import type { ChatKeys } from './Keys.ts'
import type { RunningChat } from './RunningChat.ts'
import type { Windows, WindowSocket } from './Windows.ts'

/** The longest frame, in bytes: the longest message has less in any language. */
const LONGEST_FRAME = 16 * 1024
/** So many frames of one window are read within `FRAMES_MS`; no person has more to say. */
const MOST_FRAMES = 60
const FRAMES_MS = 10_000

/** https://www.rfc-editor.org/rfc/rfc6455#section-7.4.1 */
const TOO_BIG = 1009
const REFUSED = 1008

/** Counts a message of the agent's day; a sentence says why there is none left. */
export type Allowance = () => Promise<Refused | null>

export interface VisitorDeps {
  windows: Windows
  keys: ChatKeys
  running: RunningChat
  allowance: Allowance
  /** Epoch ms. */
  now(): number
}

/** What a visitor's windows send. */
export class Visitor {
  readonly #deps: VisitorDeps
  readonly #frames = new WeakMap<WindowSocket, number[]>()
  /** What is counted is done one after the other. */
  #counted: Promise<void> = Promise.resolve()

  constructor(deps: VisitorDeps) {
    this.#deps = deps
  }

  async heard(socket: WindowSocket, frame: string | ArrayBuffer): Promise<void> {
    const { windows } = this.#deps
    const size = typeof frame === 'string' ? byteLength(frame) : Infinity
    const { tooLong, tooFast } = this.#words
    if (size > LONGEST_FRAME) return this.#close(socket, TOO_BIG, tooLong)
    if (this.#isFlood(socket)) return this.#close(socket, REFUSED, tooFast)
    const json = parseJson(String(frame))
    const { data: message } = chatClientMessageSchema.safeParse(json)
    if (!windows.isOpen(socket)) return this.#open(socket, message)
    if (message) await this.#do(socket, message)
    else windows.tell(socket, { type: 'refused', ...this.#whyNot(json) })
  }

  async #open(socket: WindowSocket, message: ChatClientMessage | undefined): Promise<void> {
    const { windows, keys, running, now } = this.#deps
    const isAdmitted = message?.type === 'open' && (await keys.redeem(message.ticket))
    if (!isAdmitted)
      return this.#close(socket, REFUSED, 'This ticket does not open anything (any more).')
    windows.open(socket, now())
    const { state } = running
    windows.tell(socket, opened(state, message.after))
    if (state.answer && state.answer.seq === null) {
      windows.tell(socket, { type: 'typing', typing: true })
    }
  }

  async #do(socket: WindowSocket, message: ChatClientMessage): Promise<void> {
    const { running, now } = this.#deps
    switch (message.type) {
      case 'open':
        return
      case 'say': {
        const { id, text } = message
        return this.#count(
          socket,
          { type: 'visitor.said', id, text },
          () => (isKnown(running.state, id) ? 'known' : refusalOf(running.state, now())),
          id,
        )
      }
      case 'again':
        return this.#count(socket, { type: 'visitor.wants_again' }, () =>
          againRefusal(running.state, now()),
        )
      case 'stop':
        return this.#tell(socket, running.dispatch({ type: 'visitor.stopped' }))
      case 'end':
        return this.#tell(socket, running.dispatch({ type: 'visitor.left' }))
    }
  }

  /** What makes a brain answer is counted first, and what is refused anyway is not counted. */
  #count(
    socket: WindowSocket,
    event: ChatEvent,
    check: () => Refused | 'known' | null,
    id?: string,
  ): Promise<void> {
    const done = this.#counted.then(async () => {
      const standing = check()
      if (standing === 'known') return this.#showKnown(socket, id)
      const refused = standing ?? (await this.#allowed()) ?? this.#deps.running.dispatch(event)
      this.#tell(socket, refused, id)
    })
    this.#counted = done.catch(() => {})
    return done
  }

  async #allowed(): Promise<Refused | null> {
    const { allowance, running } = this.#deps
    // A person's time is not counted.
    if (running.state.status === 'handed_over') return null
    try {
      return await allowance()
    } catch (error) {
      logFailure('A message could not be counted, and was refused.', {}, error)
      return { error: this.#words.tryAgain }
    }
  }

  #showKnown(socket: WindowSocket, id: string | undefined): void {
    const { windows, running } = this.#deps
    const known = running.state.messages.find(
      ({ role, clientId }) => role === 'visitor' && clientId === id,
    )
    const message = known && visible(known)
    if (message) windows.tell(socket, { type: 'message', message })
  }

  #tell(socket: WindowSocket, refused: Refused | null, id?: string): void {
    if (!refused) return
    const whose = id === undefined ? {} : { id }
    this.#deps.windows.tell(socket, { type: 'refused', ...refused, ...whose })
  }

  /** Why a frame cannot be read: most are texts that are too long. */
  #whyNot(json: unknown): { error: string; id?: string } {
    const { data } = z
      .object({ type: z.literal('say'), id: z.string().max(64), text: z.string() })
      .safeParse(json)
    if (!data) return { error: this.#words.unreadable }
    const isTooLong = data.text.trim().length > LONGEST_MESSAGE
    return { error: isTooLong ? this.#words.tooLong : this.#words.unreadable, id: data.id }
  }

  #isFlood(socket: WindowSocket): boolean {
    const now = this.#deps.now()
    const frames = (this.#frames.get(socket) ?? []).filter((at) => at > now - FRAMES_MS)
    this.#frames.set(socket, [...frames, now])
    return frames.length >= MOST_FRAMES
  }

  /** The sentence goes before the end, as a reason may have no more than 123 bytes. */
  #close(socket: WindowSocket, code: number, error: string): void {
    this.#deps.windows.tell(socket, { type: 'refused', error })
    socket.close(code, '')
  }

  get #words() {
    return wordsIn(this.#deps.running.state.rules.locale)
  }
}

const encoder = new TextEncoder()

function byteLength(text: string): number {
  // No character has more than three bytes for each of its places.
  return text.length > LONGEST_FRAME ? Infinity : encoder.encode(text).byteLength
}
