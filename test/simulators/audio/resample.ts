import { toPcm } from '../../../worker/lib/audio/pcm.ts'
import { Resampler } from '../../../worker/lib/audio/Resampler.ts'

/**
 * Changes the sample rate of a whole recording.
 * @throws RangeError when a rate is not a positive whole number.
 */
export function resample(pcm: Int16Array, fromHz: number, toHz: number): Int16Array {
  const resampler = new Resampler(fromHz, toHz)
  const [start, rest] = [toPcm(resampler.push(pcm)), toPcm(resampler.end())]
  const all = new Int16Array(start.length + rest.length)
  all.set(start)
  all.set(rest, start.length)
  return all
}
