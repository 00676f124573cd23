import type { EngineEvent } from '../../call/events.ts'
import { FRAME_MS } from '../../lib/base64Audio.ts'
import { powerOf } from '../../lib/mulawPower.ts'
import { NoiseFloor, softestVoice } from './NoiseFloor.ts'

/** The engine tells of speech some 300 ms after its beginning. */
const BEFORE_FRAMES = 15
/** A pause within a word is no longer: 100 ms. */
const GAP_FRAMES = 5

/**
 * Measures how long the caller's voice lasts that the engine hears. The engine tells of an end only after the
 * silence that it waits for, which is longer than many a sound.
 */
export class VoiceMeter {
  readonly #enoughMs: number
  readonly #noise = new NoiseFloor()
  #before: boolean[] = []
  /** The engine hears speech. */
  #listens = false
  #isTold = false
  #voiceMs = 0
  #gap = Infinity

  /** `enoughMs`: what lasts so long is told of at once. */
  constructor(enoughMs: number) {
    this.#enoughMs = enoughMs
  }

  /** A frame of the caller's. `true`, once a sound: it has lasted long enough. */
  hear(payload: string): boolean {
    const power = powerOf(payload)
    const isVoice = power > softestVoice(this.#noise.with(power))
    this.#before.push(isVoice)
    if (this.#before.length > BEFORE_FRAMES) this.#before.shift()
    if (!this.#listens) return false
    this.#count(isVoice)
    return this.#isEnough()
  }

  /** The engine's event, and at the end of speech how long the voice lasted. */
  judge(event: EngineEvent): EngineEvent {
    switch (event.type) {
      case 'engine.speech_started':
        this.beginAgain()
        for (const isVoice of this.#before) this.#count(isVoice)
        return event
      case 'engine.speech_stopped':
        this.#listens = false
        return { ...event, voiceMs: this.#voiceMs }
      case 'engine.ready':
        this.#listens = false
        return event
      default:
        return event
    }
  }

  /** What was heard of the sound was the agent's echo; the caller is heard over it from now on. */
  beginAgain(): void {
    this.#listens = true
    this.#isTold = false
    this.#voiceMs = 0
    this.#gap = Infinity
  }

  #count(isVoice: boolean): void {
    if (!isVoice) {
      this.#gap += 1
      return
    }
    this.#voiceMs += FRAME_MS * (this.#gap <= GAP_FRAMES ? this.#gap + 1 : 1)
    this.#gap = 0
  }

  #isEnough(): boolean {
    if (this.#isTold || this.#voiceMs < this.#enoughMs) return false
    this.#isTold = true
    return true
  }
}
