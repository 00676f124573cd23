/** What an ear for speech is told, and tells. Time is the audio pushed, never the wall clock. */
export interface VadOptions {
  /** 0 (anything audible) to 1 (only what is surely speech), as OpenAI's `turn_detection.threshold`. */
  threshold: number
  /** Silence that ends speech. */
  silenceMs: number
}

export type VadEvent =
  /** `atMs`: where the sound rose, a little before it was certain. */
  | { type: 'started'; atMs: number }
  /** `atMs`: where the silence was long enough, so speech itself ended more than `silenceMs` before. */
  | { type: 'stopped'; atMs: number }

export interface Vad {
  /** 8 kHz samples, any number; events come in the order they happened. */
  push(pcm: Int16Array): VadEvent[]
  /** Takes effect from the next sample on. */
  configure(options: VadOptions): void
  /** Forgets speech in progress, not the noise of the line. */
  reset(): void
}
