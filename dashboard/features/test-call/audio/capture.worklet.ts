import { Resampler } from '../../../../worker/lib/audio/Resampler.ts'
import { FrameCutter } from './FrameCutter.ts'
import { CAPTURE, STREAM_RATE } from './names.ts'

/** Posts the microphone's sound as frames of 20 ms at 8 kHz. */
class Capture extends AudioWorkletProcessor {
  readonly #cutter = new FrameCutter()
  readonly #resampler = new Resampler(sampleRate, STREAM_RATE)

  process(inputs: Float32Array[][]): boolean {
    const samples = inputs[0]?.[0]
    if (!samples) return true
    for (const frame of this.#cutter.push(this.#resampler.push(samples))) {
      this.port.postMessage(frame, [frame.buffer])
    }
    return true
  }
}

registerProcessor(CAPTURE, Capture)
