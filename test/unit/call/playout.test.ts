import { describe, expect, test } from 'vitest'
import {
  cleared,
  disconnected,
  enqueue,
  hungUpAt,
  markEnd,
  played,
  type Playout,
  SILENT,
  unfinished,
} from '../../../worker/call/playout.ts'

/** Pieces of one item that are sent at a time, one after the other. */
function send(playout: Playout, now: number, ...durationsMs: number[]): Playout {
  const last = playout.queue.at(-1)
  let startMs = last ? last.startMs + last.durationMs : 0
  for (const durationMs of durationsMs) {
    const speech = { responseId: 'r1', itemId: 'i1', startMs, durationMs }
    playout = enqueue(playout, speech, now)[0]
    startMs += durationMs
  }
  return playout
}

function echo(playout: Playout, mark: string, now: number): Playout {
  return played(playout, mark, now)[0]
}

function heardMs(playout: Playout, now: number): number | undefined {
  return unfinished(playout, now)[0]?.heardMs
}

/** Over a line whose round trip is 80 ms: one piece was sent at 0 and came back. */
const KNOWN = echo(send(SILENT, 0, 400), 'p0', 480)

/** So much of a wait may be a longer way. */
const DRIFT_MS = 5

describe('what was heard', () => {
  test('runs on from piece to piece between two echoes', () => {
    const playout = send(SILENT, 1000, 400, 400, 400)
    expect([900, 1000, 1150, 1999, 5000].map((now) => heardMs(playout, now))).toEqual([
      0, 0, 150, 999, 1200,
    ])
  })

  test('stands still while nothing is there to be played', () => {
    const playout = send(send(SILENT, 0, 400), 1000, 400)
    expect([300, 700, 1000, 1100].map((now) => heardMs(playout, now))).toEqual([300, 400, 400, 500])
  })

  test('is less by what an echo says that the carrier had to wait', () => {
    const playout = echo(send(KNOWN, 1000, 400, 400), 'p1', 1000 + 400 + 80 + 200)
    expect(heardMs(playout, 1700)).toBe(400 + 100 + DRIFT_MS)
  })

  test('has nothing to do with a wait in an earlier answer', () => {
    const late = echo(send(KNOWN, 1000, 400, 400), 'p1', 1680)
    const caughtUp = echo(markEnd(late)[0], 'p2', 2080)
    expect(heardMs(send(caughtUp, 3000, 400), 3100)).toBe(100)
  })

  test('does not forget a wait while the audio behind it is being played', () => {
    let playout = send(KNOWN, 1000, ...Array<number>(20).fill(400))
    for (let n = 1; n < 20; n++) playout = echo(playout, `p${n}`, 1000 + n * 400 + 80 + 200)
    expect(heardMs(playout, 1000 + 19 * 400 + 300)).toBe(19 * 400 + 100 + DRIFT_MS)
  })
})

describe('the round trip', () => {
  test('is the least that an echo took', () => {
    expect(KNOWN.roundTrip).toBe(80)
    expect(echo(send(KNOWN, 1000, 400), 'p1', 1470).roundTrip).toBe(70)
  })

  test('may have grown a little when speech begins anew, and not within it', () => {
    expect(send(KNOWN, 1000, 400, 400, 400).roundTrip).toBe(85)
    expect(send(send(KNOWN, 1000, 400), 2000, 400).roundTrip).toBe(90)
  })

  test('follows a line that has become longer', () => {
    let playout = KNOWN
    for (let n = 1; n <= 10; n++) {
      playout = echo(send(playout, n * 1000, 400), `p${n}`, n * 1000 + 400 + 120)
    }
    expect(playout.roundTrip).toBe(120)
  })

  test('is never less than nothing, though the clock steps back', () => {
    const playout = echo(send(KNOWN, 1000, 400, 400), 'p1', 1480 - 300)
    expect(playout.roundTrip).toBe(0)
  })

  test('is subtracted when the carrier has left; a long one when it is not known', () => {
    expect(hungUpAt(KNOWN, 1000)).toBe(920)
    expect(hungUpAt(SILENT, 1000)).toBe(600)
  })

  test('is that of one stream', () => {
    const playout = disconnected(KNOWN)
    expect(playout.roundTrip).toBe(Infinity)
    expect(enqueue(playout, { ...SPEECH, durationMs: 400 }, 0)[1].mark).toBe('p1')
  })
})

const SPEECH = { responseId: 'r1', itemId: 'i1', startMs: 0, durationMs: 100 }

const marksOf = ({ queue }: Playout) => queue.map(({ mark }) => mark)

describe('marks', () => {
  test('follow 400 ms of a stretch of speech, and then every 1,400 ms', () => {
    const first = send(SILENT, 0, 200, 150, 100, 350, 400, 500, 200)
    expect(marksOf(first)).toEqual([null, null, 'p2', null, null, null, 'p6'])
    const later = send(echo(first, 'p6', 1980), 5000, 350, 100, 1000)
    expect(marksOf(later)).toEqual([null, 'p8', null])
  })

  test('can be asked for at the end, once', () => {
    const [playout, mark] = markEnd(send(SILENT, 0, 400, 100))
    expect(mark).toBe('p1')
    expect(markEnd(playout)[1]).toBeNull()
    expect(markEnd(SILENT)[1]).toBeNull()
    expect(echo(playout, 'p1', 500).queue).toEqual([])
  })

  test('are counted from the beginning again after a clear', () => {
    const playout = cleared(send(SILENT, 0, 300))
    expect(enqueue(playout, SPEECH, 1000)[1].mark).toBeNull()
  })

  test('of cleared audio prove nothing', () => {
    const playout = send(cleared(send(SILENT, 0, 400)), 100, 400)
    expect(played(playout, 'p0', 150)).toEqual([playout, []])
  })

  test('prove what came before them, and tell when the carrier began with it', () => {
    const [, pieces] = played(send(send(SILENT, 0, 100), 50, 100, 250), 'p2', 530)
    expect(pieces.map(({ beganAt }) => beganAt)).toEqual([40, 140, 240])
  })
})
