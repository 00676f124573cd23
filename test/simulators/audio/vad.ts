/**
 * Ears: what finds speech in sound. Time is the audio pushed, never the wall clock.
 */
import { EnergyVad } from './energyVad.ts'
import { SileroVad } from './silero/sileroVad.ts'
import type { Vad, VadOptions } from './vadEvents.ts'

/**
 * `silero` tells speech from other sounds, for a hundredth of a core and call; `energy` takes
 * everything loud for speech, and costs nothing.
 */
export type Ear = 'silero' | 'energy'

export function createVad(ear: Ear, options: VadOptions): Vad {
  switch (ear) {
    case 'silero':
      return new SileroVad(options)
    case 'energy':
      return new EnergyVad(options)
  }
}
