/** From the bytes of a WAV file's sound to 16-bit PCM: the encodings of sound editors and telephones. */
import { decodeAlaw } from './alaw.ts'
import { decodeMulaw } from '../../../worker/lib/audio/mulaw.ts'
import { CURE, type WavFormat } from './wavHeader.ts'

/** All samples of a block, still interleaved, as 16-bit PCM. */
export type Decoder = (data: Uint8Array) => Int16Array

const PCM = 1
const FLOAT = 3
const ALAW = 6
const MULAW = 7

/** @throws Error with a sentence for people when the encoding is not known. */
export function decoderOf({ tag, bits }: WavFormat): Decoder {
  const decoder = DECODERS.get(`${tag}/${bits}`)
  if (decoder) return decoder
  throw new Error(
    `WAV encoding ${tag} with ${bits} bits is not supported, only PCM, float, A-law and mu-law. ${CURE}`,
  )
}

const DECODERS: ReadonlyMap<string, Decoder> = new Map([
  [`${PCM}/8`, perSample(1, (view, at) => (view.getUint8(at) - 128) << 8)],
  [`${PCM}/16`, perSample(2, (view, at) => view.getInt16(at, true))],
  [`${PCM}/24`, perSample(3, (view, at) => view.getInt16(at + 1, true))],
  [`${PCM}/32`, perSample(4, (view, at) => view.getInt16(at + 2, true))],
  [`${FLOAT}/32`, perSample(4, (view, at) => fromFloat(view.getFloat32(at, true)))],
  [`${FLOAT}/64`, perSample(8, (view, at) => fromFloat(view.getFloat64(at, true)))],
  [`${ALAW}/8`, decodeAlaw],
  [`${MULAW}/8`, decodeMulaw],
])

function perSample(bytes: number, read: (view: DataView, at: number) => number): Decoder {
  return (data) => {
    const view = new DataView(data.buffer, data.byteOffset, data.byteLength)
    const samples = new Int16Array(Math.floor(data.length / bytes))
    for (let n = 0; n < samples.length; n++) samples[n] = read(view, n * bytes)
    return samples
  }
}

function fromFloat(value: number): number {
  return Math.max(-32_768, Math.min(32_767, Math.round(value * 32_768)))
}
