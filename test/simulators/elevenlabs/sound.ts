/** The sound formats of the API, to and from the 8 kHz samples that the simulator works with. */
import { decodeMulaw, encodeMulaw } from '../../../worker/lib/audio/mulaw.ts'
import { resample } from '../audio/resample.ts'
import { SPEECH_HZ } from '../audio/speech.ts'

export const SOUND_FORMATS = [
  'pcm_8000',
  'pcm_16000',
  'pcm_22050',
  'pcm_24000',
  'pcm_44100',
  'pcm_48000',
  'ulaw_8000',
] as const
export type SoundFormat = (typeof SOUND_FORMATS)[number]

export const rateOf = (format: SoundFormat): number => Number(format.split('_')[1])

const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/

/** `null`: it is no base64, or breaks a sample in two. */
export function decodeSound(base64: string, format: SoundFormat): Int16Array | null {
  if (base64.length % 4 !== 0 || !BASE64.test(base64)) return null
  const bytes = Buffer.from(base64, 'base64')
  if (format === 'ulaw_8000') return decodeMulaw(bytes)
  if (bytes.length % 2 !== 0) return null
  const samples = Int16Array.from({ length: bytes.length / 2 }, (_, n) => bytes.readInt16LE(2 * n))
  return resample(samples, rateOf(format), SPEECH_HZ)
}

export function encodeSound(pcm: Int16Array, format: SoundFormat): Buffer {
  if (format === 'ulaw_8000') return Buffer.from(encodeMulaw(pcm))
  const samples = resample(pcm, SPEECH_HZ, rateOf(format))
  const bytes = Buffer.alloc(2 * samples.length)
  samples.forEach((sample, n) => bytes.writeInt16LE(sample, 2 * n))
  return bytes
}
