import { FrameCutter } from './FrameCutter.ts'
import { Resampler } from './Resampler.ts'
import { CAPTURE, STREAM_RATE } from './names.ts'

/** Posts the microphone's sound as frames of 20 ms at 8 kHz. */
class Capture extends AudioWorkletProcessor {
  readonly #cutter = new FrameCutter()
  readonly #resampler = sampleRate === STREAM_RATE ? null : new Resampler(sampleRate, STREAM_RATE)

  process(inputs: Float32Array[][]): boolean {
    const samples = inputs[0]?.[0]
    if (!samples) return true
    const at8k = this.#resampler ? this.#resampler.process(samples) : samples
    for (const frame of this.#cutter.push(at8k)) this.port.postMessage(frame, [frame.buffer])
    return true
  }
}

registerProcessor(CAPTURE, Capture)
