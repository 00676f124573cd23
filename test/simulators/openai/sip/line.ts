/** A call as the connector sees it: INVITE, sound both ways, keys, BYE and REFER. */

export interface SipInvite {
  uri: string
  /** In order, values decoded. */
  headers: readonly { name: string; value: string }[]
  from: string
  mediaSecurity: 'rtp' | 'srtp'
}

/** Sound is mu-law at 8 kHz. */
export interface SipLine {
  /** Aborted when the other side has ended the call: CANCEL before the answer, BYE after it. */
  readonly over: AbortSignal
  /** Takes what comes from the other side: 20 ms each. */
  onAudio(listener: (audio: Uint8Array) => void): void
  /** Takes the keys that the other side presses (RFC 4733). */
  onKey(listener: (digit: string) => void): void
  /** Says something after what is being said. Resolves when the last of it was played. */
  say(audio: Uint8Array): Promise<void>
  /** Stops what is being said. */
  fallSilent(): void
  /** 180. */
  ringing(): void
  bye(): void
  /** Gives the status of the answer: 202, or why not. */
  refer(target: string): Promise<number>
}
