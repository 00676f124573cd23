/** What the page and the worklets call things; the worklets are bundled by themselves. */
export const CAPTURE = 'capture'
export const PLAYER = 'player'

/** Samples a second on the phone line. */
export const STREAM_RATE = 8000

/** To the player. */
export type PlayerCommand =
  { type: 'audio'; samples: Float32Array } | { type: 'mark'; name: string } | { type: 'clear' }

/** From the player. */
export type PlayerReport =
  /** These marks were reached in playing, or (`cleared`) dropped with the audio they waited for. */
  { type: 'marks'; names: string[]; cleared: boolean } | { type: 'level'; level: number }
