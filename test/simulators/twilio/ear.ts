/** What a party hears beside media streams: rooms, tones and Twilio's voice; kept for a recording. */
import { setTimeout as sleep } from 'node:timers/promises'
import { encodeMulaw } from '../../../worker/lib/audio/mulaw.ts'
import { speak } from '../audio/speech.ts'
import type { RecordedAudio } from '../audio/recording.ts'

const BYTES_PER_MS = 8
/** The nearest to Twilio's own voice. */
const TWILIO_VOICE = 'kal'

export class Ear {
  readonly #heard: RecordedAudio[] = []
  readonly #capture: boolean

  constructor(capture: boolean) {
    this.#capture = capture
  }

  /** Mu-law at 8 kHz, heard from `startsAt` of `performance.now()` on. */
  hear(audio: Uint8Array, startsAt: number): void {
    if (this.#capture) this.#heard.push({ startsAt, audio })
  }

  /** The same in real time; what is broken off was heard so far. */
  async listen(audio: Uint8Array, signal: AbortSignal): Promise<void> {
    const startsAt = performance.now()
    await sleep(audio.length / BYTES_PER_MS, undefined, { signal }).catch(() => undefined)
    const heard = Math.floor((performance.now() - startsAt) * BYTES_PER_MS)
    this.hear(audio.subarray(0, heard), startsAt)
  }

  heardAudio(): readonly RecordedAudio[] {
    return this.#heard
  }
}

/** A sentence of `<Say>`. */
export function spokenByTwilio(text: string): Uint8Array {
  return encodeMulaw(speak(text, TWILIO_VOICE))
}
