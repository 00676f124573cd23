/** The sound formats of a session, to and from the 8 kHz samples that the simulator works with. */
import { decodeMulaw, encodeMulaw } from '../../../worker/lib/audio/mulaw.ts'
import { resample } from '../audio/resample.ts'
import { SPEECH_HZ } from '../audio/speech.ts'
import type { AudioFormat } from './sessionConfig.ts'
import { ClientError } from './wireErrors.ts'

const PCM_HZ = 24_000

export interface AudioCodec {
  bytesPerMs: number
  decode(bytes: Uint8Array): Int16Array
  encode(pcm: Int16Array): Uint8Array
}

const CODECS: Record<AudioFormat['type'], AudioCodec> = {
  'audio/pcmu': { bytesPerMs: 8, decode: decodeMulaw, encode: encodeMulaw },
  'audio/pcm': { bytesPerMs: 48, decode: decodePcm, encode: encodePcm },
}

export function codecOf(format: AudioFormat): AudioCodec {
  return CODECS[format.type]
}

const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/

/** @throws ClientError when the text is no base64 or breaks a sample in two. */
export function decodeBase64(text: string, format: AudioFormat): Uint8Array {
  if (text.length % 4 !== 0 || !BASE64.test(text)) throw badAudio()
  const bytes = Buffer.from(text, 'base64')
  if (format.type === 'audio/pcm' && bytes.length % 2 !== 0) throw badAudio()
  return bytes
}

function badAudio(): ClientError {
  const message =
    "Invalid 'audio'. Expected base64-encoded audio bytes in the session's input format."
  return new ClientError('invalid_value', message, 'audio')
}

function decodePcm(bytes: Uint8Array): Int16Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const samples = Int16Array.from({ length: bytes.length >> 1 }, (_, i) =>
    view.getInt16(2 * i, true),
  )
  return resample(samples, PCM_HZ, SPEECH_HZ)
}

function encodePcm(pcm: Int16Array): Uint8Array {
  const samples = resample(pcm, SPEECH_HZ, PCM_HZ)
  const bytes = new Uint8Array(samples.length * 2)
  const view = new DataView(bytes.buffer)
  samples.forEach((sample, i) => view.setInt16(2 * i, sample, true))
  return bytes
}
