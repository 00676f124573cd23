/** The way out to the client, with everything that may go wrong on it. */
import type { EventLog, WireEvent } from './eventLog.ts'
import type { SocketFault } from './faults.ts'

/** What a session needs of its socket. */
export interface SessionSocket {
  readonly readyState: number
  readonly OPEN: number
  send(text: string): void
  close(code?: number): void
  terminate(): void
  pause(): void
  once(event: 'close', listener: () => void): unknown
  on(event: 'message', listener: (data: unknown) => void): unknown
}

export interface FaultySocketOptions {
  light: boolean
  newId(prefix: string): string
}

/** The longest that `setTimeout` can wait. */
const LONGEST_TIMER_MS = 2_147_483_647

export class FaultySocket {
  readonly closed: Promise<void>
  readonly #socket: SessionSocket
  readonly #log: EventLog
  readonly #options: FaultySocketOptions
  readonly #timers = new Set<NodeJS.Timeout>()
  #silent = false
  #delayMs = 0
  #dropAtSoundMs = Infinity

  constructor(socket: SessionSocket, log: EventLog, options: FaultySocketOptions) {
    this.#socket = socket
    this.#log = log
    this.#options = options
    this.closed = new Promise((resolve) => socket.once('close', () => resolve()))
    void this.closed.then(() => this.#timers.forEach((timer) => clearTimeout(timer)))
  }

  send(event: WireEvent): void {
    if (this.#silent || this.#socket.readyState !== this.#socket.OPEN) return
    const isAudio = event.type === 'response.output_audio.delta'
    const text = JSON.stringify(event)
    // Events are snapshots: settings and items change after they were sent.
    if (!isAudio) this.#deliver(text, () => this.#log.add('server', parseOwn(text)))
    else this.#deliver(text, () => this.#options.light || this.#log.add('server', event))
  }

  expireAfter(ms: number): void {
    this.#after(Math.min(ms, LONGEST_TIMER_MS), () => this.#expire())
  }

  /** A response has sent so much sound. */
  onSound(sentMs: number): void {
    if (sentMs >= this.#dropAtSoundMs) this.#socket.terminate()
  }

  fault(fault: SocketFault): void {
    switch (fault.kind) {
      case 'drop':
        return this.#drop(fault)
      case 'close':
        return this.#socket.close(fault.code)
      case 'silent':
        this.#silent = true
        return
      case 'half_open':
        this.#silent = true
        return this.#socket.pause()
      case 'slow':
        this.#delayMs = fault.delayMs
        return
      case 'error':
        return this.#error(fault)
      case 'expire':
        return this.#expire()
      case 'malformed':
        return this.#socket.send('{"type":"response.output_audio.delta","event_id":')
      case 'unknown_event':
        return this.send({
          type: fault.type ?? 'response.something_new',
          event_id: this.#options.newId('event'),
        })
    }
  }

  #drop({ afterMs, midResponseMs }: Extract<SocketFault, { kind: 'drop' }>): void {
    if (midResponseMs !== undefined) this.#dropAtSoundMs = midResponseMs
    else if (afterMs !== undefined) this.#after(afterMs, () => this.#socket.terminate())
    else this.#socket.terminate()
  }

  #error(fault: Extract<SocketFault, { kind: 'error' }>): void {
    const { code, message = `Injected error ${code}.`, param = null, times = 1 } = fault
    const type = fault.errorType ?? 'server_error'
    const error = { type, code, message, param, event_id: null }
    for (let n = 0; n < times; n++) {
      this.send({ type: 'error', event_id: this.#options.newId('event'), error })
    }
  }

  #expire(): void {
    this.#error({
      kind: 'error',
      code: 'session_expired',
      errorType: 'invalid_request_error',
      message: 'Your session hit the maximum duration of 60 minutes.',
    })
    this.#after(this.#delayMs, () => this.#socket.close(1001))
  }

  #deliver(text: string, onSent: () => void): void {
    const deliver = () => {
      if (this.#socket.readyState !== this.#socket.OPEN) return
      onSent()
      this.#socket.send(text)
    }
    if (this.#delayMs > 0) this.#after(this.#delayMs, deliver)
    else deliver()
  }

  #after(ms: number, act: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer)
      act()
    }, ms)
    this.#timers.add(timer)
  }
}

function parseOwn(text: string): WireEvent {
  return JSON.parse(text)
}
