/** The two ears that are compared: the product's, in workerd, and a gate that opens by loudness alone. */
import { fileURLToPath } from 'node:url'
import { hearingOf } from '../../contract/vad/hearingOf.ts'
import { EnergyVad } from '../../simulators/audio/energyVad.ts'
import { decodeMulaw, encodeMulaw } from '../../../worker/lib/audio/mulaw.ts'
import { bundleOf } from '../bundles.ts'
import { usageOf } from '../processUsage.ts'
import { runWorker } from '../workerd.ts'
import type { Told } from './judge.ts'

/** What was told of each call. */
export type Ear = (calls: readonly Int16Array[]) => Promise<Told[][]>

export interface ProductEar {
  hear: Ear
  /** CPU that hearing these calls took, all at a time, in ms for a second of one call. */
  cpuOf(silero: 'simd' | 'plain', calls: readonly Int16Array[]): Promise<number>
  stop(): Promise<void>
}

const PROBE = fileURLToPath(new URL('../../contract/vad/entry.ts', import.meta.url))
/** Calls of one request. */
const TOGETHER = 16
const FRAME = 160

export async function startProductEar(): Promise<ProductEar> {
  const bundle = await bundleOf(PROBE, {})
  const { url, pid, stop } = await runWorker(bundle, () => ({}))
  return {
    async hear(calls) {
      const told: Told[][] = []
      for (let at = 0; at < calls.length; at += TOGETHER) {
        const some = calls.slice(at, at + TOGETHER)
        const heard = await hearingOf(url, some, { silero: 'simd', vad: {} })
        told.push(...heard.map(({ changes }) => changes))
      }
      return told
    },
    async cpuOf(silero, calls) {
      const before = usageOf(pid).cpuMs
      await hearingOf(url, calls, { silero, vad: {} })
      const used = usageOf(pid).cpuMs - before
      return used / calls.reduce((seconds, { length }) => seconds + length / 8000, 0)
    },
    stop,
  }
}

export const energyGate: Ear = async (calls) => calls.map(gated)

function gated(call: Int16Array): Told[] {
  const gate = new EnergyVad({ threshold: 0.5, silenceMs: 200 })
  const phone = decodeMulaw(encodeMulaw(call))
  const told: Told[] = []
  for (let at = 0; at < phone.length; at += FRAME) {
    const toldAtMs = (at + FRAME) / 8
    told.push(...gate.push(phone.subarray(at, at + FRAME)).map(({ type }) => ({ type, toldAtMs })))
  }
  return told
}
