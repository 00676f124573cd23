/** Puts what was said and heard back into one stereo recording, each sound at its true moment. */
import { decodeMulaw, MULAW_SILENCE } from '../../../worker/lib/audio/mulaw.ts'
import type { Wav } from './wav.ts'

export interface RecordedAudio {
  /** Milliseconds of `performance.now()`. */
  startsAt: number
  /** Mu-law at 8 kHz. */
  audio: Uint8Array
}

const SAMPLES_PER_MS = 8

/** Left is the caller, right is the agent; the recording begins at `startedAt`. */
export function mixRecording(
  startedAt: number,
  endedAt: number,
  caller: readonly RecordedAudio[],
  agent: readonly RecordedAudio[],
): Wav {
  const samples = Math.ceil((endedAt - startedAt) * SAMPLES_PER_MS)
  const lay = (pieces: readonly RecordedAudio[]): Int16Array => {
    const leg = new Uint8Array(samples).fill(MULAW_SILENCE)
    for (const { startsAt, audio } of pieces) {
      const at = Math.round((startsAt - startedAt) * SAMPLES_PER_MS)
      if (at < samples) leg.set(audio.subarray(0, samples - at), at)
    }
    return decodeMulaw(leg)
  }
  return { sampleRate: 8000, channels: [lay(caller), lay(agent)] }
}
