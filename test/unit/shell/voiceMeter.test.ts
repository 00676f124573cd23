/** How long the caller's voice lasts, by its sound and not by when the engine tells of its end. */
import { describe, expect, test } from 'vitest'
import type { EngineEvent } from '../../../worker/call/events.ts'
import { SILENT_FRAME } from '../../../worker/lib/base64Audio.ts'
import { VoiceMeter } from '../../../worker/shell/echo/VoiceMeter.ts'
import { encodeMulaw } from '../../../worker/lib/audio/mulaw.ts'

const FRAME_SAMPLES = 160
/** A tone of about −20 dB. */
const LOUD_FRAME = Buffer.from(
  encodeMulaw(Int16Array.from({ length: FRAME_SAMPLES }, (_, n) => 4_600 * Math.sin(n / 3))),
).toString('base64')

const begins: EngineEvent = { type: 'engine.speech_started', itemId: 'c1' }
const ends: EngineEvent = { type: 'engine.speech_stopped', itemId: 'c1', agoMs: 500 }

/** Lets the meter hear so much; how often it told that the voice lasts. */
function hear(meter: VoiceMeter, frame: string, ms: number): number {
  let told = 0
  for (let at = 0; at < ms; at += 20) if (meter.hear(frame)) told += 1
  return told
}

describe('a voice', () => {
  test('lasts from before the engine noticed it, and is told of once', () => {
    const meter = new VoiceMeter(400)
    hear(meter, SILENT_FRAME, 1_000)
    hear(meter, LOUD_FRAME, 200)
    meter.judge(begins)
    expect(hear(meter, LOUD_FRAME, 180)).toBe(0)
    expect(hear(meter, LOUD_FRAME, 20)).toBe(1)
    expect(hear(meter, LOUD_FRAME, 1_000)).toBe(0)
  })

  test('ends with its last sound, however late the engine tells', () => {
    const meter = new VoiceMeter(400)
    hear(meter, SILENT_FRAME, 1_000)
    meter.judge(begins)
    hear(meter, LOUD_FRAME, 300)
    expect(hear(meter, SILENT_FRAME, 2_000)).toBe(0)
    expect(meter.judge(ends)).toEqual({ ...ends, voiceMs: 300 })
  })

  test('goes on through the pause in a word, and not through a longer one', () => {
    const meter = new VoiceMeter(10_000)
    hear(meter, SILENT_FRAME, 1_000)
    meter.judge(begins)
    for (const pauseMs of [100, 200]) {
      hear(meter, LOUD_FRAME, 100)
      hear(meter, SILENT_FRAME, pauseMs)
    }
    hear(meter, LOUD_FRAME, 100)
    expect(meter.judge(ends)).toMatchObject({ voiceMs: 400 })
  })

  test('begins again where what was heard was an echo, and with each sound', () => {
    const meter = new VoiceMeter(400)
    hear(meter, SILENT_FRAME, 1_000)
    meter.judge(begins)
    hear(meter, LOUD_FRAME, 1_000)
    meter.beginAgain()
    expect(hear(meter, LOUD_FRAME, 380)).toBe(0)
    expect(hear(meter, LOUD_FRAME, 20)).toBe(1)
    meter.judge(ends)
    hear(meter, SILENT_FRAME, 1_000)
    meter.judge(begins)
    expect(hear(meter, LOUD_FRAME, 400)).toBe(1)
  })

  test('is not what lies on the line all the time, nor what the engine takes for none', () => {
    const meter = new VoiceMeter(400)
    expect(hear(meter, LOUD_FRAME, 2_000)).toBe(0)
    meter.judge(begins)
    expect(hear(meter, LOUD_FRAME, 2_000)).toBe(0)
  })
})
