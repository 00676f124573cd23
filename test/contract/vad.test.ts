/** The voice detector in workerd, where it runs as it is bundled. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { SileroNet, WINDOW } from '../simulators/audio/silero/net.ts'
import { decodeMulaw, encodeMulaw } from '../../worker/lib/audio/mulaw.ts'
import { lineSound } from '../simulators/audio/lineSounds.ts'
import { PHRASES } from '../simulators/audio/phrases.ts'
import { CALLER_VOICE, speak } from '../simulators/audio/speech.ts'
import { hearingOf } from './vad/hearingOf.ts'
import { type Probe, startProbeOf } from './probe/startProbe.ts'

const FRAME = 160

let probe: Probe
beforeAll(async () => {
  probe = await startProbeOf(new URL('vad/entry.ts', import.meta.url))
})
afterAll(() => probe.dispose())

/** Two callers, with noise on the second one's line. */
function calls(): Int16Array[] {
  const [asks, orders] = [speak(PHRASES.hours, CALLER_VOICE), speak(PHRASES.book, 'slt')]
  const noise = lineSound('pink noise', 8000, -40, 1)
  const call = noise.map(
    (sample, n) => sample + (asks[n - 4000] ?? 0) / 4 + (orders[n - 32_000] ?? 0) / 4,
  )
  const quiet = new Int16Array(8000)
  return [Int16Array.from([...quiet, ...asks, ...quiet]), call]
}

/** What the simulators' own Silero makes of a call, after each frame. */
function heardElsewhere(call: Int16Array): number[] {
  const phone = decodeMulaw(encodeMulaw(call))
  const net = new SileroNet()
  const probabilities = Array.from({ length: Math.floor(phone.length / WINDOW) }, (_, n) =>
    net.step(phone.subarray(n * WINDOW, (n + 1) * WINDOW)),
  )
  return Array.from({ length: Math.floor(phone.length / FRAME) }, (_, n) => {
    const windows = Math.floor(((n + 1) * FRAME) / WINDOW)
    return probabilities[windows - 1] ?? 0
  })
}

function mostApart(a: readonly number[], b: readonly number[]): number {
  expect(a).toHaveLength(b.length)
  return Math.max(...a.map((value, n) => Math.abs(value - b[n]!)))
}

test('with SIMD, without it and in other hands it hears the same, in several calls at a time', async () => {
  const heard = await hearingOf(probe.origin, calls(), { silero: 'simd', vad: {} })
  const plain = await hearingOf(probe.origin, calls(), { silero: 'plain', vad: {} })
  for (const [n, call] of calls().entries()) {
    const probabilities = heard[n]!.probabilities
    expect(Math.max(...probabilities)).toBeGreaterThan(0.9)
    expect(mostApart(probabilities, plain[n]!.probabilities)).toBeLessThan(1e-5)
    expect(mostApart(probabilities, heardElsewhere(call))).toBeLessThan(1e-5)
    expect(heard[n]!.changes).toEqual(plain[n]!.changes)
  }
  const types = heard.map(({ changes }) => changes.map(({ type }) => type))
  expect(types[0]).toEqual(['started', 'stopped'])
  expect(types[1]).toEqual(['started', 'stopped', 'started', 'stopped'])
})
