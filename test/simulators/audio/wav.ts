/** WAV files: reads what sound editors and telephones write, writes 16-bit PCM. */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { type ReadBytes, readHeader, type WavHeader } from './wavHeader.ts'
import { decoderOf } from './wavSamples.ts'

export interface Wav {
  sampleRate: number
  /** One array per channel, all of one length. */
  channels: Int16Array[]
}

/** A WAV file that is read bit by bit, however long it is. */
export interface WavFile {
  sampleRate: number
  /** How long it lasts. */
  seconds: number
  /** Its sound, a moment after the other: one array per channel. May be asked for once. */
  blocks: Iterable<Int16Array[]>
  close(): void
}

/** Frames of one block. */
const BLOCK = 32_768
/** What an uncompressed file says of itself; others are decoded elsewhere. */
const PCM = 1

/** @throws Error with one sentence for people when the file is broken or of an unknown encoding. */
export function readWav(bytes: Uint8Array): Wav {
  const read: ReadBytes = (at, length) => bytes.subarray(at, at + length)
  const header = readHeader(read, bytes.length)
  const channels = channelsOf(header, read, 0, header.frames)
  return { sampleRate: header.sampleRate, channels }
}

/** Throws as `readWav`, or what opening a file throws. To be closed. */
export function openWav(path: string): WavFile {
  const file = openSync(path, 'r')
  const read: ReadBytes = (at, length) => {
    const bytes = new Uint8Array(length)
    return bytes.subarray(0, readSync(file, bytes, 0, length, at))
  }
  const close = () => closeSync(file)
  try {
    const header = readHeader(read, fstatSync(file).size)
    const { sampleRate, frames } = header
    // An unknown encoding is told now.
    decoderOf(header)
    return { sampleRate, seconds: frames / sampleRate, blocks: blocksOf(header, read), close }
  } catch (error) {
    close()
    throw error
  }
}

function* blocksOf(header: WavHeader, read: ReadBytes): Generator<Int16Array[]> {
  for (let first = 0; first < header.frames; first += BLOCK) {
    yield channelsOf(header, read, first, Math.min(BLOCK, header.frames - first))
  }
}

function channelsOf(
  header: WavHeader,
  read: ReadBytes,
  first: number,
  frames: number,
): Int16Array[] {
  const { channelCount, bits, dataAt } = header
  const frameBytes = (bits / 8) * channelCount
  const interleaved = decoderOf(header)(read(dataAt + first * frameBytes, frames * frameBytes))
  return Array.from({ length: channelCount }, (_, channel) => {
    const samples = new Int16Array(frames)
    for (let n = 0; n < frames; n++) samples[n] = interleaved[n * channelCount + channel]!
    return samples
  })
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
