/**
 * Hears the keys of a phone as a receiver does: by the power at the eight frequencies (Goertzel), within
 * the limits of ITU-T Q.24.
 */
const SAMPLE_RATE = 8_000
/** 25.6 ms: the frequencies lie well apart by then. */
const BLOCK = 205
const HOP = 40
const LOW_HZ = [697, 770, 852, 941]
const HIGH_HZ = [1209, 1336, 1477, 1633]
const KEYS = ['123A', '456B', '789C', '*0#D']
/** Each of the two must be this much stronger than all else of its group, in dB. */
const CLEAR_DB = 10
/** What is shorter is no key. */
const SHORTEST_MS = 40
/** Softer than that is none. */
const SOFTEST_DBM0 = -27
/** A sine of full scale is 3.17 dBm0. */
const FULL_SCALE_DBM0 = 3.17

export interface HeardKey {
  key: string
  beginsMs: number
  endsMs: number
  /** Of each frequency where it was strongest. */
  lowDbm0: number
  highDbm0: number
  /** How much louder the high one is. */
  twistDb: number
}

export function hearKeys(pcm: Int16Array): HeardKey[] {
  const heard: HeardKey[] = []
  let last: HeardKey | null = null
  for (let at = 0; at + BLOCK <= pcm.length; at += HOP) {
    const found = keyIn(pcm.subarray(at, at + BLOCK))
    const beginsMs = (at * 1000) / SAMPLE_RATE
    const endsMs = ((at + BLOCK) * 1000) / SAMPLE_RATE
    if (!found) continue
    if (last?.key === found.key && beginsMs <= last.endsMs) {
      last.endsMs = endsMs
      if (found.lowDbm0 > last.lowDbm0) Object.assign(last, found)
    } else {
      last = { ...found, beginsMs, endsMs }
      heard.push(last)
    }
  }
  return heard.filter(({ beginsMs, endsMs }) => endsMs - beginsMs >= SHORTEST_MS)
}

function keyIn(block: Int16Array): Omit<HeardKey, 'beginsMs' | 'endsMs'> | null {
  const low = strongest(block, LOW_HZ)
  const high = strongest(block, HIGH_HZ)
  if (!low || !high) return null
  const { level: lowDbm0 } = low
  const { level: highDbm0 } = high
  const key = KEYS[low.index]?.[high.index] ?? ''
  return { key, lowDbm0, highDbm0, twistDb: highDbm0 - lowDbm0 }
}

function strongest(block: Int16Array, group: readonly number[]) {
  const levels = group.map((hz) => levelOf(block, hz))
  const level = Math.max(...levels)
  const index = levels.indexOf(level)
  const others = levels.filter((_, other) => other !== index)
  const isClear = others.every((other) => level - other >= CLEAR_DB)
  return level >= SOFTEST_DBM0 && isClear ? { index, level } : null
}

/** The level of a sine of this frequency in the block, in dBm0. */
function levelOf(block: Int16Array, hz: number): number {
  const coefficient = 2 * Math.cos((2 * Math.PI * hz) / SAMPLE_RATE)
  let before = 0
  let last = 0
  for (const sample of block) {
    const next = sample + coefficient * last - before
    before = last
    last = next
  }
  const power = last * last + before * before - coefficient * last * before
  const amplitude = (2 * Math.sqrt(Math.max(power, 1e-9))) / block.length
  return 20 * Math.log10(amplitude / 32_767) + FULL_SCALE_DBM0
}
