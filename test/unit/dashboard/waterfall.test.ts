import { describe, expect, test } from 'vitest'
import { heardPartOf } from '../../../dashboard/features/calls/heardPart.ts'
import { waitsOf } from '../../../dashboard/features/calls/waits.ts'
import {
  partsOf,
  placeOf,
  sharedScaleMs,
  waterfallOf,
  waterfallsOf,
} from '../../../dashboard/features/calls/waterfall.ts'
import { call, turn } from './calls.ts'

const timing = {
  speechEndedAt: 10_000,
  endpointedAt: 10_500,
  respondedAt: 10_520,
  firstAudioAt: 10_800,
  firstHeardAt: 11_000,
}

test('each segment lasts from the moment before to its own', () => {
  const waterfall = waterfallOf(timing)
  expect(waterfall?.totalMs).toBe(1000)
  expect(waterfall?.from).toBe('Caller stopped speaking')
  expect(
    waterfall?.segments.map(({ step, startMs, durationMs }) => [step, startMs, durationMs]),
  ).toEqual([
    ['endpointedAt', 0, 500],
    ['respondedAt', 500, 20],
    ['firstAudioAt', 520, 280],
    ['firstHeardAt', 800, 200],
  ])
})

test('a moment that is not known is stepped over', () => {
  const waterfall = waterfallOf({ ...timing, speechEndedAt: null, respondedAt: null })
  expect(waterfall?.from).toBe('Pause noticed')
  expect(waterfall?.segments.map(({ step, durationMs }) => [step, durationMs])).toEqual([
    ['firstAudioAt', 300],
    ['firstHeardAt', 200],
  ])
})

test('where thinking and speaking are apart, each has its part', () => {
  const apart = { ...timing, respondedAt: 10_600, thoughtAt: 10_700 }
  const waterfall = waterfallOf(apart)
  expect(waterfall?.segments.map(({ part, durationMs }) => [part, durationMs])).toEqual([
    ['pause', 500],
    ['ears', 100],
    ['brain', 100],
    ['mouth', 100],
    ['line', 200],
  ])
  const together = waterfallsOf([{ ...turn, timing }], call)
  expect(partsOf(together.values())).toEqual(['pause', 'start', 'model', 'line'])
  const both = waterfallsOf(
    [
      { ...turn, timing },
      { ...turn, itemId: 'b', timing: apart },
    ],
    call,
  )
  expect(partsOf(both.values())).toHaveLength(7)
})

test('time does not run backwards', () => {
  const waterfall = waterfallOf({ ...timing, firstHeardAt: 10_700 })
  expect(waterfall?.totalMs).toBe(800)
  expect(waterfall?.segments.at(-1)).toMatchObject({ startMs: 800, durationMs: 0 })
})

test('one moment alone has no waterfall', () => {
  const nothing = { ...timing, endpointedAt: null, respondedAt: null, firstAudioAt: null }
  expect(waterfallOf({ ...nothing, firstHeardAt: null })).toBeNull()
})

test('places are shares of the scale and stay inside it', () => {
  const segment = { step: 'firstAudioAt', label: '', startMs: 500, durationMs: 250 } as const
  expect(placeOf(segment, 2000)).toEqual({ left: 25, width: 12.5 })
  expect(placeOf(segment, 625)).toEqual({ left: 80, width: 20 })
  expect(placeOf(segment, 400)).toEqual({ left: 100, width: 0 })
  expect(placeOf(segment, 0)).toEqual({ left: 0, width: 0 })
})

test('the slowest answer of a call sets the scale', () => {
  const slow = { ...turn, itemId: 'item_2', timing: { ...timing, firstHeardAt: 12_400 } }
  const turns = [{ ...turn, timing }, { ...turn, itemId: 'item_3', timing: null }, slow]
  const waterfalls = waterfallsOf(turns, call)
  expect([...waterfalls.keys()]).toEqual(['item_1', 'item_2'])
  expect(sharedScaleMs(waterfalls.values())).toBe(2400)
  expect(sharedScaleMs([])).toBe(1000)
})

test('a cut turn is split where the caller stopped hearing it', () => {
  const cut = { ...turn, interrupted: true, heardText: 'Hello there,' }
  expect(heardPartOf(cut)).toEqual({ heard: 'Hello there,', unheard: ' how are you?' })
  expect(heardPartOf({ ...cut, heardText: turn.text })).toBeNull()
  expect(heardPartOf(turn)).toBeNull()
  expect(heardPartOf({ ...cut, role: 'caller' })).toBeNull()
})

describe('the greeting of a call that was picked up when the model had long begun', () => {
  const answeredAt = 1_000_500
  const greeting = {
    ...turn,
    timing: {
      speechEndedAt: null,
      endpointedAt: null,
      respondedAt: answeredAt - 300,
      firstAudioAt: answeredAt,
      firstHeardAt: answeredAt + 230,
    },
  }
  const answer = { ...turn, itemId: 'item_2', timing }
  const view = { call: { ...call, answeredAt, firstWordMs: 0 }, events: [] }

  test('has a bar that begins with the pick-up', () => {
    const bar = waterfallsOf([greeting], view.call).get('item_1')
    expect(bar).toMatchObject({ from: 'Call picked up', to: 'First sound heard', totalMs: 230 })
    expect(bar?.segments.map(({ durationMs }) => durationMs)).toEqual([0, 0, 230])
  })

  test('is told as the same time by the figure and by the bar, and so are the answers', () => {
    const turns = [greeting, answer]
    const bars = waterfallsOf(turns, view.call)
    const { firstWord, answers } = waitsOf({ ...view, turns })
    expect(firstWord).toEqual({ ms: bars.get('item_1')?.totalMs, until: 'heard' })
    expect(answers).toEqual([bars.get('item_2')?.totalMs])
  })

  test('says where it ends while nothing is proved heard', () => {
    const unheard = { ...greeting, timing: { ...greeting.timing, firstHeardAt: null } }
    const { firstWord } = waitsOf({ ...view, turns: [unheard] })
    expect(firstWord).toEqual({ ms: 0, until: 'sent' })
  })

  test('lends its pick-up to no other turn', () => {
    const nudge = { ...greeting, itemId: 'item_3' }
    const bar = waterfallsOf([greeting, nudge], view.call).get('item_3')
    expect(bar).toMatchObject({ from: 'Model began to answer', totalMs: 530 })
  })
})
