/**
 * One bidirectional media stream: the caller's frames out at real pace, the agent's audio in and
 * played at real pace, marks echoed when they were played.
 */
import { WebSocket, type RawData } from 'ws'
import { FRAME_MS, SILENT_PAYLOAD, type CallerVoice } from './callerVoice.ts'
import { type LineOptions, withJitter } from './line/lineOptions.ts'
import { PhoneLine } from './line/phoneLine.ts'
import { Carriage, type Network, Way } from './network.ts'
import { Pacer } from './pacer.ts'
import { Playback, type ClearFacts } from './playback.ts'
import type { RecordedAudio } from '../audio/recording.ts'
import {
  CONNECTED,
  dtmfMessage,
  markMessage,
  mediaMessage,
  readCustomerMessage,
  startMessage,
  stopMessage,
  type CustomerMessage,
  type StreamIdentity,
} from './streamMessages.ts'
import { WARNING_CODES } from './warnings.ts'

/** What the stream tells the call that owns it. All times are of `performance.now()`. */
export interface StreamSink {
  agentAudio(payload: string, at: number): void
  agentSpeaking(at: number): void
  agentQuiet(at: number): void
  cleared(facts: ClearFacts): void
  markEchoed(name: string, at: number): void
  callerFrame(payload: string, at: number): void
  warn(code: number, message: string): void
}

export interface StreamSettings {
  identity: StreamIdentity
  customParameters: Readonly<Record<string, string>>
  /** Send nothing while the caller is silent, as some carriers do. */
  dtx: boolean
  /** Keep both legs' audio for a recording. */
  capture: boolean
  /** What is between here and the customer; nothing if left out. */
  network?: Network | undefined
  /** What is between the caller and Twilio; nothing if left out. */
  line?: LineOptions | undefined
}

/** Who ended the stream: `customer` is the Worker's side, `carrier` is Twilio's. */
export type StreamEnd = 'customer' | 'carrier' | 'lost'

/** The stream's clock runs a little before the first frame is sent. */
const FIRST_TIMESTAMP_MS = 155
/** How long the other side may take to answer a close frame. */
const CLOSE_TIMEOUT_MS = 2000

export class MediaStream {
  readonly playback = new Playback()
  /** The caller's leg where a line changes it, frame by frame, as Twilio received it. */
  readonly received: RecordedAudio[] = []
  readonly closed: Promise<StreamEnd>
  readonly #socket: WebSocket
  readonly #settings: StreamSettings
  readonly #voice: CallerVoice
  readonly #sink: StreamSink
  readonly #pacer: Pacer
  readonly #down: Carriage
  readonly #up: Carriage
  readonly #line: PhoneLine | null
  readonly #warned = new Set<number>()
  #sequence = 0
  #chunk = 0
  #tick = 0
  #dueTimer: NodeJS.Timeout | undefined
  #closeTimer: NodeJS.Timeout | undefined
  #end: StreamEnd | undefined

  /** Takes over a socket that has just been opened. */
  constructor(socket: WebSocket, settings: StreamSettings, voice: CallerVoice, sink: StreamSink) {
    this.#socket = socket
    this.#settings = settings
    this.#voice = voice
    this.#sink = sink
    const { line } = settings
    const network = withJitter(settings.network, line)
    this.#down = new Carriage(network ? new Way(network.downMs, network, Math.random) : null)
    this.#up = new Carriage(network ? new Way(network.upMs, network, Math.random) : null)
    this.#line = line
      ? new PhoneLine(line, (fromMs, samples) => this.playback.soundFrom(fromMs, samples))
      : null
    this.#pacer = new Pacer(FRAME_MS, (at) => this.#sendFrame(at))
    this.closed = new Promise((resolve) => {
      socket.on('close', (code) => this.#down.carry(() => resolve(this.#onClose(code))))
    })
    socket.on('message', (data, isBinary) =>
      this.#down.carry((at) => this.#onMessage(data, isBinary, at)),
    )
    socket.on('error', (error) => sink.warn(WARNING_CODES.streamProtocol, error.message))
    this.#send(CONNECTED)
    this.#send(startMessage(settings.identity, this.#next(), settings.customParameters))
    this.#pacer.start()
    socket.resume()
  }

  pressKey(digit: string): void {
    this.#send(dtmfMessage(this.#streamSid, this.#next(), digit))
  }

  /** Ends the stream as Twilio does when the call ends or goes on elsewhere. */
  stop(): void {
    if (this.#end || this.#socket.readyState !== WebSocket.OPEN) return
    this.#down.deliverDue()
    this.#settleDue()
    this.#end = 'carrier'
    this.#pacer.stop()
    this.#fallSilent()
    this.#send(stopMessage(this.#settings.identity, this.#next()))
    this.#up.carry(() => {
      this.#socket.close(1000)
      this.#closeTimer = setTimeout(() => this.#socket.terminate(), CLOSE_TIMEOUT_MS)
    })
  }

  /** Tears the connection down without a word, as a network that fails. */
  lose(): void {
    this.#end ??= 'lost'
    this.#pacer.stop()
    this.#fallSilent()
    this.#up.carry(() => this.#socket.terminate())
  }

  get #streamSid(): string {
    return this.#settings.identity.streamSid
  }

  #next(): number {
    this.#sequence += 1
    return this.#sequence
  }

  #send(message: string, leftAt?: number): void {
    this.#up.carry(() => {
      if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send(message)
    }, leftAt)
  }

  #sendFrame(at: number): void {
    const timestampMs = FIRST_TIMESTAMP_MS + this.#tick * FRAME_MS
    this.#tick += 1
    const spoken = this.#voice.next(at) ?? (this.#settings.dtx ? null : SILENT_PAYLOAD)
    const payload = spoken === null ? null : this.#overTheLine(spoken, at)
    if (payload === null) return
    this.#chunk += 1
    this.#sink.callerFrame(payload, at)
    this.#send(mediaMessage(this.#streamSid, this.#next(), this.#chunk, timestampMs, payload))
  }

  /** `null`: the frame was lost. */
  #overTheLine(spoken: string, at: number): string | null {
    if (!this.#line) return spoken
    const payload = this.#line.carry(spoken, at)
    if (payload !== null && this.#settings.capture) {
      this.received.push({ startsAt: at, audio: Buffer.from(payload, 'base64') })
    }
    return payload
  }

  #onMessage(data: RawData, isBinary: boolean, at: number): void {
    if (isBinary) {
      this.#warnOnce(WARNING_CODES.streamBinary, 'The message is binary; only text is understood.')
      return
    }
    const { message, complaint } = readCustomerMessage(String(data))
    if (complaint?.kind === 'malformed') {
      this.#sink.warn(WARNING_CODES.streamProtocol, complaint.text)
    } else if (complaint) {
      this.#warnOnce(WARNING_CODES.streamMessage, complaint.text)
    }
    if (message === null) return
    if (message.streamSid !== this.#streamSid) {
      this.#warnOnce(WARNING_CODES.streamMessage, `${message.streamSid} is not this stream.`)
    } else if (!this.#end) {
      this.#obey(message, at)
    }
  }

  /** Of what may be wrong with every message, Twilio tells once a stream. */
  #warnOnce(code: number, message: string): void {
    if (this.#warned.has(code)) return
    this.#warned.add(code)
    this.#sink.warn(code, message)
  }

  #obey(message: CustomerMessage, now: number): void {
    this.#settleDue(now)
    switch (message.event) {
      case 'media':
        this.#play(message.media.payload, now)
        break
      case 'mark':
        this.playback.mark(message.mark.name, now)
        this.#settleDue(now)
        break
      case 'clear': {
        const facts = this.playback.clear(now)
        for (const name of facts.droppedMarks) this.#echo(name, now)
        this.#sink.cleared(facts)
        this.#settleDue(now)
        break
      }
      default:
        message satisfies never
    }
    this.#armTimer()
  }

  #play(payload: string, now: number): void {
    const { capture, line } = this.#settings
    const audio = capture || line?.echo ? Buffer.from(payload, 'base64') : null
    const bytes = audio?.length ?? Buffer.byteLength(payload, 'base64')
    this.#sink.agentAudio(payload, now)
    if (this.playback.enqueue(bytes, now, audio)) this.#sink.agentSpeaking(now)
  }

  #echo(name: string, at: number): void {
    this.#send(markMessage(this.#streamSid, this.#next(), name), at)
    this.#sink.markEchoed(name, at)
  }

  #settleDue(now = performance.now()): void {
    const due = this.playback.due(now)
    for (const { name, dueAt } of due.marks) this.#echo(name, dueAt)
    if (due.quietAt !== null) this.#sink.agentQuiet(due.quietAt)
  }

  #armTimer(): void {
    clearTimeout(this.#dueTimer)
    const nextAt = this.playback.nextDueAt()
    if (nextAt === undefined || this.#end) return
    const waitMs = Math.max(0, Math.ceil(nextAt - performance.now()))
    this.#dueTimer = setTimeout(() => {
      // A clear that came in the meantime decides what was played.
      this.#down.deliverDue()
      this.#settleDue()
      this.#armTimer()
    }, waitMs)
  }

  #onClose(code: number): StreamEnd {
    this.#pacer.stop()
    clearTimeout(this.#dueTimer)
    clearTimeout(this.#closeTimer)
    this.#fallSilent()
    if (this.#end) return this.#end
    // 1005 is a close frame without a code: a clean end.
    if (code !== 1000 && code !== 1001 && code !== 1005) {
      this.#sink.warn(WARNING_CODES.streamClosed, `The WebSocket was closed with code ${code}.`)
    }
    this.#end = 'customer'
    return this.#end
  }

  /** The caller hears no more of this stream. */
  #fallSilent(): void {
    const now = performance.now()
    const { current } = this.playback.clear(now)
    if (current) this.#sink.agentQuiet(now)
  }
}
