import { logFailure } from '../../../lib/log.ts'
import matvec from './matvec.wasm'
import { plainMultiplier, simdMultiplier } from './multiplier.ts'
import { Silero } from './Silero.ts'
import weights from './weights.bin'

let shared: Silero | null = null

/** The one of this isolate; made, in some milliseconds, when a call first listens. */
export function sharedSilero(): Silero {
  shared ??= sileroOn(matvec)
  return shared
}

/** Where the module cannot run, calls are heard without it, for five times the work. */
export function sileroOn(module: WebAssembly.Module): Silero {
  try {
    return new Silero(weights, (count) => simdMultiplier(module, count))
  } catch (error) {
    logFailure('Silero runs without SIMD.', {}, error)
    return plainSilero()
  }
}

export function plainSilero(): Silero {
  return new Silero(weights, plainMultiplier)
}
