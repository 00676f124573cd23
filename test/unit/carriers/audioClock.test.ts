import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { AudioClock } from '../../../worker/carriers/twilio/audioClock.ts'

describe('the audio clock', () => {
  test('adds nothing to an unbroken stream, jitter or not', () => {
    const clock = new AudioClock()
    const jitters = fc.array(fc.integer({ min: 0, max: 55 }), { maxLength: 100 })
    fc.assert(
      fc.property(jitters, (delays) => {
        const fresh = new AudioClock()
        for (const [index, delay] of delays.entries()) {
          expect(fresh.frameArrived(index * 20, index * 20 + delay)).toBe(0)
        }
      }),
    )
    expect(clock.silenceDue(10_000)).toBe(0)
  })

  test('fills what the carrier skipped when its frames come back', () => {
    const clock = new AudioClock()
    clock.frameArrived(100, 1000)
    expect(clock.frameArrived(620, 1520)).toBe(500)
    expect(clock.frameArrived(640, 1540)).toBe(0)
  })

  test('fills silence while no frames come, and does not fill it twice', () => {
    const clock = new AudioClock()
    clock.frameArrived(0, 1000)
    expect(clock.silenceDue(1400)).toBe(0)
    expect(clock.checkInMs(1400)).toBe(100)
    expect(clock.silenceDue(1600)).toBe(580)
    expect(clock.silenceDue(1800)).toBe(200)
    expect(clock.frameArrived(900, 1900)).toBe(100)
    expect(clock.frameArrived(920, 1920)).toBe(0)
  })

  test('takes a great jump of the carrier’s clock for what it is', () => {
    const clock = new AudioClock()
    clock.frameArrived(0, 0)
    expect(clock.frameArrived(3_600_000, 20)).toBe(10_000)
    expect(clock.frameArrived(3_600_020, 40)).toBe(0)
  })
})
