/**
 * The header of a WAV file: what is in it, and where its sound lies.
 * https://learn.microsoft.com/windows-hardware/drivers/audio/extensible-wave-format-descriptors
 */

export interface WavFormat {
  /** `WAVE_FORMAT_…`; see `wavSamples.ts` for those that are read. */
  tag: number
  channelCount: number
  sampleRate: number
  bits: number
}

export interface WavHeader extends WavFormat {
  /** Where the sound begins, in bytes, and how many frames (a sample of each channel) are there. */
  dataAt: number
  frames: number
}

/** Gives bytes of a file: fewer where the file ends. */
export type ReadBytes = (at: number, length: number) => Uint8Array

/** Beyond these nobody records speech, and a filter between the rates grows without end. */
const SAMPLE_RATES = { lowest: 4_000, highest: 192_000 }
const EXTENSIBLE = 0xfffe
/** What a writer that streams puts where it does not know the length yet; others put 0. */
const UNKNOWN_LENGTH = 0xffffffff

export const CURE =
  'Make a plain WAV of it, for example: ffmpeg -i yours -ar 16000 -ac 1 caller.wav'

/** @throws Error with a sentence for people when the file is broken, or no WAV at all. */
export function readHeader(read: ReadBytes, size: number): WavHeader {
  refuseOthers(read(0, 12))
  let format: WavFormat | undefined
  for (let at = 12; at + 8 <= size;) {
    const chunk = viewOf(read(at, 8))
    const id = text(chunk, 0)
    const declared = chunk.getUint32(4, true)
    const start = at + 8
    // A recording that was cut off holds less than it declares; what is there is read.
    const isUnknown =
      declared === UNKNOWN_LENGTH ||
      (id === 'data' && declared === 0 && !isChunk(read, start, size))
    const length = isUnknown ? size - start : declared
    if (id === 'fmt ') format = readFormat(viewOf(read(start, Math.min(length, 40))), length)
    if (id === 'data') {
      if (!format) throw new Error('The WAV file is broken: its sound comes before its format.')
      const frameBytes = (format.bits / 8) * format.channelCount
      const frames = Math.floor(Math.min(length, size - start) / frameBytes)
      return { ...format, dataAt: start, frames }
    }
    // Chunks are padded to an even length.
    at = start + length + (length % 2)
  }
  throw new Error(`The WAV file is broken: it holds no ${format ? 'sound' : 'format'}.`)
}

/** Whether another chunk begins here: one that has a name, and ends where the file does or before. */
function isChunk(read: ReadBytes, at: number, size: number): boolean {
  if (at + 8 > size) return false
  const head = viewOf(read(at, 8))
  return /^[ -~]{4}$/.test(text(head, 0)) && at + 8 + head.getUint32(4, true) <= size
}

function readFormat(view: DataView, length: number): WavFormat {
  const broken = new Error('The WAV file is broken: its format is cut short.')
  if (length < 16 || view.byteLength < Math.min(length, 40)) throw broken
  const tag = view.getUint16(0, true)
  if (tag === EXTENSIBLE && length < 40) throw broken
  const format = {
    // An extensible format's GUID begins with the tag that a plain format would have.
    tag: tag === EXTENSIBLE ? view.getUint16(24, true) : tag,
    channelCount: view.getUint16(2, true),
    sampleRate: view.getUint32(4, true),
    bits: view.getUint16(14, true),
  }
  if (format.channelCount === 0 || format.bits === 0) {
    throw new Error('The WAV file is broken: its samples have no channels or no bits.')
  }
  const { lowest, highest } = SAMPLE_RATES
  if (format.sampleRate < lowest || format.sampleRate > highest) {
    throw new Error(
      `The WAV file has ${format.sampleRate} samples a second; from ${lowest} to ${highest} can be read.`,
    )
  }
  return format
}

/** What other files of sound begin with, at which byte, and what they are. */
const OTHERS: readonly [at: number, magic: string, what: string][] = [
  [0, 'RF64', 'an RF64 file, a WAV for more than 4 GB'],
  [0, 'BW64', 'a BW64 file, a WAV for more than 4 GB'],
  [0, 'ID3', 'an MP3'],
  [0, '\xff\xfb', 'an MP3'],
  [0, '\xff\xf3', 'an MP3'],
  [0, '\xff\xf1', 'an AAC file'],
  [0, 'OggS', 'an Ogg file'],
  [0, 'fLaC', 'a FLAC file'],
  [0, 'FORM', 'an AIFF file'],
  [0, 'caff', 'a CAF file'],
  [0, '.snd', 'an AU file'],
  [0, '\x1a\x45\xdf\xa3', 'a WebM or Matroska file'],
  [4, 'ftyp', 'an MP4 or M4A file'],
]

function refuseOthers(bytes: Uint8Array): void {
  const head = String.fromCharCode(...bytes)
  const [, , what] = OTHERS.find(([at, magic]) => head.startsWith(magic, at)) ?? []
  if (what) throw new Error(`This is ${what}. ${CURE}`)
  if (head.startsWith('RIFF') && head.startsWith('WAVE', 8)) return
  throw new Error('This is not a WAV file: it does not begin with RIFF … WAVE.')
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

function text(view: DataView, at: number): string {
  return String.fromCharCode(...[0, 1, 2, 3].map((n) => view.getUint8(at + n)))
}
