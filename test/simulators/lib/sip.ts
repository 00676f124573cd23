/** A call to a SIP address, between who places it and who answers: INVITE, sound both ways, keys, BYE and REFER. */

export interface SipInvite {
  /** Without its headers: `sip:proj_x@sip.api.openai.com;transport=tls`. */
  uri: string
  /** Names as they are written, in order, values decoded. */
  headers: readonly { name: string; value: string }[]
  from: string
  /** `secure=true` asks for SRTP. */
  mediaSecurity: 'rtp' | 'srtp'
}

/** The call from the endpoint's side. Sound is mu-law at 8 kHz. */
export interface SipLine {
  /** Aborted when the other side has ended the call: CANCEL before the answer, BYE after it. */
  readonly over: AbortSignal
  /** Takes what the endpoint hears: 20 ms each, while it is connected to somebody. */
  onAudio(listener: (audio: Uint8Array) => void): void
  /** Takes the keys that the other side presses (RFC 4733). */
  onKey(listener: (digit: string) => void): void
  /** Says something after what is being said. Resolves when the last of it was played. */
  say(audio: Uint8Array): Promise<void>
  /** Stops what is being said. */
  fallSilent(): void
  /** 180. */
  ringing(): void
  /** The endpoint hangs up. */
  bye(): void
  /** Gives the status of the answer: 202, or why not. */
  refer(target: string): Promise<number>
}

export interface SipEndpoint {
  /** Resolves with the final answer: 200 takes the call, 486 is busy, 603 declines. */
  invite(invite: SipInvite, line: SipLine): Promise<number>
}
