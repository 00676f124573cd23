import type { CarrierEffect } from '../../call/events.ts'
import type { Carrier, CarrierListener } from '../../call/ports.ts'
import { FRAME_MS, SILENT_FRAME } from '../../lib/base64Audio.ts'
import { AudioClock } from './audioClock.ts'
import { decode, isStart, markName, mediaFrame, outbound, type StreamMessage } from './stream.ts'

/** How long a stream may be open without saying whose it is, in ms. */
const START_PATIENCE_MS = 10_000
/** How often it is looked whether frames still come, in ms. */
const QUIET_CHECK_MS = 5_000

/**
 * One media stream: the caller's leg. It owns the socket; frames go straight to the engine, and
 * everything else becomes an event. The browser phone's stream is the same.
 */
export class MediaStream implements Carrier {
  readonly #socket: WebSocket
  readonly #listener: CarrierListener
  readonly #clock = new AudioClock()
  #send: ReturnType<typeof outbound> | null = null
  /** Set while pauses are filled. */
  #pauseCheck: ReturnType<typeof setTimeout> | null = null
  #open = true
  #frames = 0
  #quietCheck: ReturnType<typeof setInterval> | null = null
  readonly #startCheck: ReturnType<typeof setTimeout>

  /** `socket` is the server's end of a pair; it is accepted here. */
  constructor(socket: WebSocket, listener: CarrierListener) {
    this.#socket = socket
    this.#listener = listener
    socket.addEventListener('message', ({ data }) => this.#receive(data))
    socket.addEventListener('close', ({ code }) => this.#closed(`closed with code ${code}`))
    socket.addEventListener('error', () => this.#closed('broke'))
    socket.accept()
    this.#startCheck = setTimeout(() => {
      if (!this.#send) this.close(1008, 'the stream did not start')
    }, START_PATIENCE_MS)
  }

  perform(effect: CarrierEffect): void {
    if (effect.type === 'carrier.release') return this.close(1000, 'done')
    if (!this.#open || !this.#send) return
    if (effect.type === 'carrier.clear') return this.#socket.send(this.#send.clear())
    if (effect.type === 'carrier.fill_pauses') return this.#fillPauses(effect.fill)
    if (effect.type === 'carrier.play') this.#socket.send(this.#send.media(effect.payload))
    if (effect.mark) this.#socket.send(this.#send.mark(effect.mark))
  }

  /** Closes the stream; the carrier then asks what comes next. Nothing more is reported. */
  close(code: number, reason: string): void {
    if (!this.#open) return
    this.#stop()
    this.#socket.close(code, reason)
  }

  #receive(data: unknown): void {
    if (!this.#open) return
    try {
      if (typeof data !== 'string') throw new TypeError('Media Streams has no binary messages.')
      const frame = this.#send && mediaFrame(data)
      if (frame) return this.#hear(frame.payload, frame.timestampMs)
      const mark = markName(data)
      if (mark) return this.#listener.happened({ type: 'carrier.mark', name: mark })
      this.#handle(decode(data))
    } catch (error) {
      this.#listener.unreadable(error)
      // A stream whose beginning cannot be understood, of another format for example, is of no use.
      if (!this.#send && typeof data === 'string' && isStart(data)) {
        this.close(1003, 'the start of the stream is not understood')
      }
    }
  }

  #handle(message: StreamMessage): void {
    switch (message.event) {
      case 'connected':
        return
      case 'start':
        return this.#start(message.start)
      case 'media':
        if (!this.#send) throw new Error('Audio came before the start of the stream.')
        if (message.media.track !== 'inbound') return
        return this.#hear(message.media.payload, message.media.timestamp)
      case 'mark':
        return this.#listener.happened({ type: 'carrier.mark', name: message.mark.name })
      case 'dtmf':
        return this.#listener.happened({ type: 'carrier.dtmf', digit: message.dtmf.digit })
      case 'stop':
        this.#stop()
        return this.#listener.happened({ type: 'carrier.stopped' })
    }
  }

  #start(start: Extract<StreamMessage, { event: 'start' }>['start']): void {
    if (this.#send) throw new Error('The stream has started already.')
    const token = start.customParameters['token'] ?? ''
    if (!this.#listener.admit({ callSid: start.callSid, token })) {
      return this.close(1008, '403 wrong stream token')
    }
    this.#send = outbound(start.streamSid)
    this.#watchFrames()
    this.#listener.happened({ type: 'carrier.started' })
  }

  /** Counts frames, and reads no clock for any of them. */
  #watchFrames(): void {
    let seen = 0
    let quietMs = 0
    this.#quietCheck = setInterval(() => {
      quietMs = this.#frames === seen ? quietMs + QUIET_CHECK_MS : 0
      seen = this.#frames
      if (quietMs > 0) this.#listener.happened({ type: 'carrier.quiet', forMs: quietMs })
    }, QUIET_CHECK_MS)
  }

  #hear(payload: string, timestampMs: number): void {
    this.#frames += 1
    const missingMs = this.#clock.frameArrived(timestampMs)
    if (missingMs > 0) this.#pass(missingMs)
    if (this.#pauseCheck) this.#clock.quietFrom(Date.now())
    this.#listener.hear(payload)
  }

  #fillPauses(fill: boolean): void {
    if (this.#pauseCheck) clearTimeout(this.#pauseCheck)
    this.#pauseCheck = null
    if (!fill) return
    this.#clock.quietFrom(Date.now())
    this.#checkPause()
  }

  #checkPause(): void {
    const now = Date.now()
    // Set before the silence is heard: what hears it may end the pause.
    this.#pauseCheck = setTimeout(() => this.#checkPause(), this.#clock.checkInMs(now))
    this.#pass(this.#clock.silenceDue(now))
  }

  #pass(silenceMs: number): void {
    for (let ms = 0; ms < silenceMs; ms += FRAME_MS) this.#listener.hear(SILENT_FRAME)
  }

  #closed(how: string): void {
    if (!this.#open) return
    this.#stop()
    if (this.#send)
      this.#listener.happened({ type: 'carrier.lost', detail: `The media stream ${how}.` })
  }

  #stop(): void {
    this.#open = false
    clearTimeout(this.#startCheck)
    if (this.#quietCheck) clearInterval(this.#quietCheck)
    this.#fillPauses(false)
  }
}
