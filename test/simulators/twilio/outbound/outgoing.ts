/** A call that goes out, as those see it who dial it and who answer it. */
import type { CallOutcome } from '../callOptions.ts'
import type { PreparedAudio, SpokenFacts } from '../callerVoice.ts'
import type { PhoneCall } from '../phoneCall.ts'
import type { CallOrder } from './order.ts'

export interface OutgoingCall extends PhoneCall {
  readonly to: string
  readonly order: CallOrder
  /** Resolves when the call is over and its status callbacks were delivered. */
  readonly ended: Promise<CallOutcome>
  /** Aborted when the call is over. */
  readonly over: AbortSignal
  answeredBy: string | null
  /** Their phone rings. */
  rings(): void
  /** Whoever was called hangs up. */
  hangUp(): void
  /** The customer ends it, also while it rings. */
  cancel(): void
  speak(audio: Uint8Array | PreparedAudio): Promise<SpokenFacts>
  fallSilent(): void
  press(digits: string): Promise<void>
  durationSec(): number
}
