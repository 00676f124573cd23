/**
 * WAV files: reads the encodings that sound editors and telephones write, writes 16-bit PCM.
 * https://learn.microsoft.com/windows-hardware/drivers/audio/extensible-wave-format-descriptors
 */
import { decodeMulaw } from './mulaw.ts'

export interface Wav {
  sampleRate: number
  /** One array per channel, all of one length. */
  channels: Int16Array[]
}

interface Format {
  tag: number
  channelCount: number
  sampleRate: number
  bits: number
}

const PCM = 1
const FLOAT = 3
const MULAW = 7
const EXTENSIBLE = 0xfffe
/** What a writer that streams puts where it does not know the length yet. */
const UNKNOWN_LENGTH = 0xffffffff

/** @throws Error with one sentence for people when the file is broken or of an unknown encoding. */
export function readWav(bytes: Uint8Array): Wav {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (bytes.length < 12 || text(bytes, 0) !== 'RIFF' || text(bytes, 8) !== 'WAVE') {
    throw new Error('This is not a WAV file: it does not begin with RIFF … WAVE.')
  }
  let format: Format | undefined
  for (let at = 12; at + 8 <= bytes.length;) {
    const id = text(bytes, at)
    const declared = view.getUint32(at + 4, true)
    const start = at + 8
    const length = declared === UNKNOWN_LENGTH ? bytes.length - start : declared
    if (id === 'fmt ') format = readFormat(view, start, length)
    if (id === 'data') {
      if (!format) throw new Error('The WAV file is broken: its sound comes before its format.')
      return { sampleRate: format.sampleRate, channels: readSamples(bytes, start, length, format) }
    }
    // Chunks are padded to an even length.
    at = start + length + (length % 2)
  }
  throw new Error(`The WAV file is broken: it holds no ${format ? 'sound' : 'format'}.`)
}

function text(bytes: Uint8Array, at: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + 4))
}

function readFormat(view: DataView, at: number, length: number): Format {
  const broken = new Error('The WAV file is broken: its format is cut short.')
  if (length < 16 || view.byteLength < at + length) throw broken
  const tag = view.getUint16(at, true)
  if (tag === EXTENSIBLE && length < 40) throw broken
  const format = {
    // An extensible format's GUID begins with the tag that a plain format would have.
    tag: tag === EXTENSIBLE ? view.getUint16(at + 24, true) : tag,
    channelCount: view.getUint16(at + 2, true),
    sampleRate: view.getUint32(at + 4, true),
    bits: view.getUint16(at + 14, true),
  }
  if (format.channelCount === 0 || format.sampleRate === 0) {
    throw new Error('The WAV file is broken: it has no channels or no sample rate.')
  }
  return format
}

function readSamples(bytes: Uint8Array, at: number, length: number, format: Format): Int16Array[] {
  const toPcm = decoder(format)
  const { channelCount, bits } = format
  // A recording that was cut off holds less than it declares; what is there is read.
  const available = Math.min(length, bytes.length - at)
  const frames = Math.floor(available / ((bits / 8) * channelCount))
  const interleaved = toPcm(bytes.slice(at, at + frames * (bits / 8) * channelCount))
  return Array.from({ length: channelCount }, (_, channel) =>
    Int16Array.from({ length: frames }, (_, n) => interleaved[n * channelCount + channel]!),
  )
}

/** All samples of the file, still interleaved, as 16-bit PCM. */
type Decoder = (data: Uint8Array) => Int16Array

function decoder({ tag, bits }: Format): Decoder {
  const perSample =
    (read: (view: DataView, at: number) => number): Decoder =>
    (data) => {
      const view = new DataView(data.buffer, data.byteOffset, data.byteLength)
      return Int16Array.from({ length: data.length / (bits / 8) }, (_, n) =>
        read(view, n * (bits / 8)),
      )
    }
  if (tag === MULAW && bits === 8) return decodeMulaw
  if (tag === PCM && bits === 8) return perSample((view, at) => (view.getUint8(at) - 128) << 8)
  if (tag === PCM && bits === 16) return perSample((view, at) => view.getInt16(at, true))
  if (tag === PCM && bits === 24) return perSample((view, at) => view.getInt16(at + 1, true))
  if (tag === PCM && bits === 32) return perSample((view, at) => view.getInt16(at + 2, true))
  if (tag === FLOAT && bits === 32) {
    return perSample((view, at) => fromFloat(view.getFloat32(at, true)))
  }
  throw new Error(
    `WAV encoding ${tag} with ${bits} bits is not supported: use PCM, 32-bit float or mu-law.`,
  )
}

function fromFloat(value: number): number {
  return Math.max(-32_768, Math.min(32_767, Math.round(value * 32_768)))
}

/** 16-bit PCM. Channels of different length are filled up with silence. */
export function writeWav({ sampleRate, channels }: Wav): Uint8Array {
  const frames = Math.max(0, ...channels.map((channel) => channel.length))
  const blockAlign = channels.length * 2
  const bytes = new Uint8Array(44 + frames * blockAlign)
  const view = new DataView(bytes.buffer)
  writeHeader(view, { sampleRate, blockAlign, channelCount: channels.length })
  for (let n = 0, at = 44; n < frames; n++) {
    for (const channel of channels) {
      view.setInt16(at, channel[n] ?? 0, true)
      at += 2
    }
  }
  return bytes
}

function writeHeader(
  view: DataView,
  wav: { sampleRate: number; blockAlign: number; channelCount: number },
) {
  const tag = (at: number, name: string) =>
    [...name].forEach((letter, n) => view.setUint8(at + n, letter.charCodeAt(0)))
  tag(0, 'RIFF')
  view.setUint32(4, view.byteLength - 8, true)
  tag(8, 'WAVE')
  tag(12, 'fmt ')
  view.setUint32(16, 16, true)
  view.setUint16(20, PCM, true)
  view.setUint16(22, wav.channelCount, true)
  view.setUint32(24, wav.sampleRate, true)
  view.setUint32(28, wav.sampleRate * wav.blockAlign, true)
  view.setUint16(32, wav.blockAlign, true)
  view.setUint16(34, 16, true)
  tag(36, 'data')
  view.setUint32(40, view.byteLength - 44, true)
}
