import type { CarrierEffect, EngineEvent } from '../../call/events.ts'
import { powerOf } from '../../lib/mulawPower.ts'
import { EchoEstimator } from './EchoEstimator.ts'
import { FrameClock } from './FrameClock.ts'
import { PlayedLevels } from './PlayedLevels.ts'

/** What the last frames were; the engine tells of speech some 300 ms after its beginning. */
const WATCHED_FRAMES = 20
/** So many frames of a voice among them are a caller: a click is shorter. */
const VOICE_FRAMES = 4
/** Over an echo, they must come so close together. */
const CLOSE_FRAMES = 8

/** A time for which what was played can come back, in ms. */
const ECHO_MS = 700

/**
 * Tells the agent's own voice, come back over a speakerphone, from the caller's. It listens to both sides of a
 * call, beside the audio, and marks the engine's events; what follows from it is for the machine.
 */
export class EchoGuard {
  #played = new PlayedLevels()
  #clock = new FrameClock()
  readonly #estimator = new EchoEstimator()
  #voices: boolean[] = []
  /** What the engine hears now was taken for an echo. */
  #hearsEcho = false

  /** Another stream of the caller's: nothing that was sent before comes back over it. */
  connected(): void {
    this.#played = new PlayedLevels()
    this.#clock = new FrameClock()
    this.#voices = []
  }

  performed(effect: CarrierEffect, now: number): void {
    if (effect.type === 'carrier.play') this.#played.play(effect.payload, now)
    if (effect.type === 'carrier.clear') this.#played.clear(now)
  }

  /** A frame of the caller's. `true`, once: the caller is heard over what was taken for an echo. */
  hear(payload: string, now: number): boolean {
    const at = this.#clock.frameAt(now)
    const played = (time: number): number => this.#played.at(time)
    this.#voices.push(this.#estimator.isVoice(powerOf(payload), at, played))
    if (this.#voices.length > WATCHED_FRAMES) this.#voices.shift()
    if (!this.#hearsEcho || this.#voicesAmong(CLOSE_FRAMES) < VOICE_FRAMES) return false
    this.#hearsEcho = false
    return true
  }

  /** The engine's event, and whether it is about an echo. */
  judge(event: EngineEvent, now: number): EngineEvent {
    switch (event.type) {
      case 'engine.speech_started':
        this.#hearsEcho = this.#wasPlayed(now) && this.#voicesAmong(WATCHED_FRAMES) < VOICE_FRAMES
        return this.#hearsEcho ? { ...event, echo: true } : event
      case 'engine.speech_stopped':
      case 'engine.ready':
        this.#hearsEcho = false
        return event
      default:
        return event
    }
  }

  #wasPlayed(now: number): boolean {
    for (let ago = 0; ago <= ECHO_MS; ago += 20) if (this.#played.at(now - ago) > 0) return true
    return false
  }

  #voicesAmong(frames: number): number {
    return this.#voices.slice(-frames).filter(Boolean).length
  }
}
