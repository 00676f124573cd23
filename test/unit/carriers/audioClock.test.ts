import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { AudioClock } from '../../../worker/carriers/twilio/audioClock.ts'

describe('the audio clock', () => {
  test('adds nothing to an unbroken stream, jitter or not', () => {
    const jitters = fc.array(fc.integer({ min: -50, max: 55 }), { maxLength: 100 })
    fc.assert(
      fc.property(jitters, (offsets) => {
        const clock = new AudioClock()
        clock.frameArrived(0)
        for (const [index, offset] of offsets.entries()) {
          expect(clock.frameArrived((index + 1) * 20 + offset)).toBe(0)
        }
      }),
    )
  })

  test('fills what the carrier skipped when its frames come back', () => {
    const clock = new AudioClock()
    clock.frameArrived(100)
    expect(clock.frameArrived(620)).toBe(500)
    expect(clock.frameArrived(640)).toBe(0)
  })

  test('fills silence while no frames come, and does not fill it twice', () => {
    const clock = new AudioClock()
    clock.frameArrived(0)
    clock.quietFrom(1000)
    expect(clock.silenceDue(1400)).toBe(0)
    expect(clock.checkInMs(1400)).toBe(100)
    expect(clock.silenceDue(1600)).toBe(580)
    expect(clock.silenceDue(1800)).toBe(200)
    expect(clock.frameArrived(900)).toBe(100)
    expect(clock.frameArrived(920)).toBe(0)
  })

  test('waits for a new pause after each frame', () => {
    const clock = new AudioClock()
    clock.frameArrived(0)
    clock.quietFrom(1000)
    expect(clock.silenceDue(1600)).toBe(580)
    clock.frameArrived(600)
    clock.quietFrom(1620)
    expect(clock.silenceDue(2100)).toBe(0)
    expect(clock.checkInMs(2000)).toBe(120)
    expect(clock.silenceDue(2120)).toBe(480)
  })

  test('takes the stall of a line that sends its silence for no pause, unless it lasts', () => {
    const clock = new AudioClock()
    for (let frame = 0; frame < 250; frame++) clock.frameArrived(frame * 20)
    clock.quietFrom(5_000)
    expect(clock.checkInMs(5_000)).toBe(2_000)
    expect(clock.silenceDue(6_900)).toBe(0)
    expect(clock.silenceDue(7_000)).toBe(1_980)
    // It has paused, and may do so again.
    expect(clock.frameArrived(7_000)).toBe(0)
    clock.quietFrom(7_100)
    expect(clock.silenceDue(7_600)).toBe(480)
  })

  test('knows by its gaps a line that sends no silence', () => {
    const clock = new AudioClock()
    for (let frame = 0; frame < 249; frame++) clock.frameArrived(frame * 20)
    expect(clock.frameArrived(10_000)).toBe(5_020)
    for (let frame = 1; frame < 249; frame++) clock.frameArrived(10_000 + frame * 20)
    clock.quietFrom(15_000)
    expect(clock.silenceDue(15_500)).toBe(480)
  })

  test('knows it also by a gap so long that the carrier’s clock may have jumped', () => {
    const clock = new AudioClock()
    for (let frame = 0; frame < 249; frame++) clock.frameArrived(frame * 20)
    expect(clock.frameArrived(40_000)).toBe(10_000)
    for (let frame = 1; frame < 249; frame++) clock.frameArrived(40_000 + frame * 20)
    clock.quietFrom(45_000)
    expect(clock.silenceDue(45_500)).toBe(480)
  })

  test('gives up a pause that does not end', () => {
    const clock = new AudioClock()
    clock.frameArrived(0)
    clock.quietFrom(0)
    expect(clock.silenceDue(60_000)).toBe(10_000)
    expect(clock.silenceDue(70_000)).toBe(0)
  })

  test('takes a great jump of the carrier’s clock for what it is', () => {
    const clock = new AudioClock()
    clock.frameArrived(0)
    expect(clock.frameArrived(3_600_000)).toBe(10_000)
    expect(clock.frameArrived(3_600_020)).toBe(0)
  })
})
