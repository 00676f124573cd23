import { decodeMulaw, encodeMulaw } from '../../../../worker/lib/audio/mulaw.ts'
import { toPcm } from '../../../../worker/lib/audio/pcm.ts'

/** What 1 is to Web Audio, in samples of 16 bits. */
const FULL_SCALE = 32_768

/** The phone network's bytes as the samples of Web Audio, -1 to 1. */
export function fromPhone(bytes: Uint8Array): Float32Array<ArrayBuffer> {
  return Float32Array.from(decodeMulaw(bytes), (sample) => sample / FULL_SCALE)
}

/** The samples of Web Audio, -1 to 1, as the phone network's bytes. */
export function toPhone(samples: Float32Array): Uint8Array {
  return encodeMulaw(toPcm(samples.map((sample) => sample * FULL_SCALE)))
}
