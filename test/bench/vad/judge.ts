/** How well an ear has heard, by what it told and when. */
import { type Spread, spreadOf } from '../percentiles.ts'
import type { SpokenCall } from './utterances.ts'

export interface Told {
  type: 'started' | 'stopped'
  /** The end of the frame with which it was told. */
  toldAtMs: number
}

export interface Hearing {
  /** From the first sound of an utterance until its beginning is told. */
  onsetMs: Spread
  /** From the last sound of an utterance until its end is told. */
  endMs: Spread
  /** Utterances of which no beginning was told while they lasted, per cent. */
  missedPercent: number
  /** Beginnings told while there was only noise, before an utterance. */
  falseStarts: number
}

/** `told`: what was told of each call. */
export function judge(calls: readonly SpokenCall[], told: readonly (readonly Told[])[]): Hearing {
  const starts = calls.map(({ fromMs, toMs }, n) =>
    startsOf(told[n]).find((atMs) => atMs > fromMs && atMs < toMs),
  )
  const late = calls.flatMap(({ fromMs }, n) => {
    const atMs = starts[n]
    return atMs === undefined ? [] : [atMs - fromMs]
  })
  const ends = calls.flatMap(({ toMs }, n) => {
    const end = told[n]?.findLast(({ type }) => type === 'stopped')
    return end && end.toldAtMs > toMs ? [end.toldAtMs - toMs] : []
  })
  const tooEarly = calls.map(({ fromMs }, n) => startsOf(told[n]).filter((atMs) => atMs <= fromMs))
  return {
    onsetMs: spreadOf(late),
    endMs: spreadOf(ends),
    missedPercent: (100 * (calls.length - late.length)) / calls.length,
    falseStarts: tooEarly.flat().length,
  }
}

export function startsOf(told: readonly Told[] = []): number[] {
  return told.flatMap(({ type, toldAtMs }) => (type === 'started' ? [toldAtMs] : []))
}
