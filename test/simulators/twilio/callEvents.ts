import { EventEmitter } from 'node:events'
import type { CallStatus } from './callOptions.ts'
import type { ClearFacts } from './playback.ts'
import type { TwilioWarning } from './warnings.ts'
import type { WebhookExchange } from './webhooks.ts'

/** What can be watched on a call. `at` is milliseconds of `performance.now()`. */
export interface CallEvents {
  /** A request to the customer's server was answered, or was not. */
  request: [exchange: WebhookExchange]
  /** `<Say>`, or Twilio's own voice when an application fails. */
  said: [text: string]
  dialed: [number: string]
  /** The WebSocket is open and `start` was sent. */
  streamStarted: [at: number]
  streamEnded: [at: number]
  /** A `media` message came; its payload is base64 mu-law. */
  agentAudio: [payload: string, at: number]
  /** The caller begins to hear the agent. */
  agentSpeaking: [at: number]
  /** The caller hears nothing more: all was played, or it was cleared. */
  agentQuiet: [at: number]
  /** A frame of the caller's leg is about to be sent; `at` is its deadline. */
  callerFrame: [payload: string, at: number]
  cleared: [facts: ClearFacts]
  markEchoed: [name: string, at: number]
  warning: [warning: TwilioWarning]
  /** A key was pressed that goes into no stream. */
  key: [digit: string]
  /** Somebody else in the room pressed a key. */
  keyHeard: [digit: string]
  /** A `<Gather>` has said what it had to say, and waits for keys. */
  listening: []
  /** They are in a conference or connected by a `<Dial>` now, and not any more. `room`: its name. */
  joined: [room: string, at: number]
  left: [room: string, at: number]
  /** 20 ms of a room as they are heard, mu-law. */
  roomFrame: [audio: Uint8Array, at: number]
  /** An outgoing call is as far as its `status` says. */
  statusChanged: [status: CallStatus]
  ended: []
}

const DEFAULT_TIMEOUT_MS = 10_000

/** The waits that a test is written with. */
export class CallEmitter extends EventEmitter<CallEvents> {
  #ended = false

  constructor() {
    super()
    // A load test may wait for many things at once.
    this.setMaxListeners(0)
    this.once('ended', () => (this.#ended = true))
  }

  /**
   * Waits for the next event of a kind, and gives what it tells first.
   * Rejects when the call ends before, or after `timeoutMs`.
   */
  until<K extends keyof CallEvents>(
    name: K,
    timeoutMs: number = DEFAULT_TIMEOUT_MS,
  ): Promise<CallEvents[K][0]> {
    return waitFor(this, this.#ended, name, timeoutMs)
  }
}

function waitFor<T>(
  call: EventEmitter,
  hasEnded: boolean,
  name: string,
  timeoutMs: number,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const settle = (act: () => void) => {
      clearTimeout(timer)
      call.off(name, onEvent)
      call.off('ended', onEnd)
      act()
    }
    const onEvent = (first: T) => settle(() => resolve(first))
    const onEnd = () => settle(() => reject(new Error(`The call ended before “${name}”.`)))
    const onTimeout = () => settle(() => reject(new Error(`No “${name}” within ${timeoutMs} ms.`)))
    const timer = setTimeout(onTimeout, timeoutMs)
    call.on(name, onEvent)
    if (name !== 'ended') call.on('ended', onEnd)
    if (hasEnded) onEnd()
  })
}
