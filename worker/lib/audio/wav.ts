const HEADER_BYTES = 44
const PCM = 1
const BYTES_PER_SAMPLE = 2

/**
 * A sound file of one channel of 16-bit samples, which every browser plays.
 * http://soundfile.sapp.org/doc/WaveFormat/
 */
export function wavOf(samples: Int16Array, sampleRate: number): Uint8Array<ArrayBuffer> {
  const bytes = samples.length * BYTES_PER_SAMPLE
  const file = new DataView(new ArrayBuffer(HEADER_BYTES + bytes))
  writeAscii(file, 0, 'RIFF')
  file.setUint32(4, HEADER_BYTES - 8 + bytes, true)
  writeAscii(file, 8, 'WAVEfmt ')
  file.setUint32(16, 16, true)
  file.setUint16(20, PCM, true)
  file.setUint16(22, 1, true)
  file.setUint32(24, sampleRate, true)
  file.setUint32(28, sampleRate * BYTES_PER_SAMPLE, true)
  file.setUint16(32, BYTES_PER_SAMPLE, true)
  file.setUint16(34, 8 * BYTES_PER_SAMPLE, true)
  writeAscii(file, 36, 'data')
  file.setUint32(40, bytes, true)
  samples.forEach((sample, index) =>
    file.setInt16(HEADER_BYTES + index * BYTES_PER_SAMPLE, sample, true),
  )
  return new Uint8Array(file.buffer)
}

function writeAscii(file: DataView, at: number, text: string): void {
  for (let i = 0; i < text.length; i++) file.setUint8(at + i, text.charCodeAt(i))
}
