/** What the verbs of a call know and change of it. */
import type { CallEmitter } from './callEvents.ts'
import type { CallStatus, DialOutcome } from './callOptions.ts'
import type { MediaStream, StreamEnd } from './mediaStream.ts'
import type { ClearFacts } from './playback.ts'
import type { Guest } from './rooms/Seat.ts'
import type { WebhookExchange } from './webhooks.ts'

/** What is known about one media stream. Times are milliseconds of `performance.now()`. */
export interface StreamFacts {
  streamSid: string
  /** As it was signed: the query string of the TwiML is gone. */
  url: string
  customParameters: Readonly<Record<string, string>>
  startedAt: number
  /** When the first `media` message of the agent came. */
  firstAudioAt: number | null
  endedAt: number | null
  end: StreamEnd | null
  media: MediaStream
}

/** Those who hear each other's keys. */
export interface KeyRoom {
  passKey(from: Guest, digit: string): void
}

/** A call, as far as its verbs are concerned. Times are milliseconds of `performance.now()`. */
export interface PhoneCall extends CallEmitter, Guest {
  readonly callSid: string
  readonly from: string
  /** What Twilio's voice said. */
  readonly said: string[]
  readonly playedUrls: string[]
  readonly playedDigits: string[]
  readonly dialed: { number: string; outcome: DialOutcome }[]
  /** Every request that was made for this call, in order of their answers. */
  readonly requests: WebhookExchange[]
  readonly streams: StreamFacts[]
  readonly clears: ClearFacts[]
  room: KeyRoom | null
  status: CallStatus
  answeredAt: number | null
  /** The running stream; `undefined` between streams. */
  readonly stream: StreamFacts | undefined
  answer(): void
  /** The form fields that every request about this call carries. */
  fields(): Record<string, string>
  /** Writes into Twilio's debugger. */
  warn(code: number, message: string): void
}
