/** Frames of a phone call: base64 µ-law, 20 ms each. */
import { encodeMulaw, MULAW_SILENCE } from '../../worker/lib/audio/mulaw.ts'

const SAMPLES = 160
const HUM_HZ = 200
const AMPLITUDE = 8_000

const hum = Buffer.from(
  encodeMulaw(
    Int16Array.from(
      { length: SAMPLES },
      (_, at) => AMPLITUDE * Math.sin((2 * Math.PI * HUM_HZ * at) / 8_000),
    ),
  ),
).toString('base64')
const silence = Buffer.alloc(SAMPLES, MULAW_SILENCE).toString('base64')

const repeat = (frame: string, ms: number): string[] => Array(ms / 20).fill(frame)

export const sound = (ms: number): string[] => repeat(hum, ms)
export const quiet = (ms: number): string[] => repeat(silence, ms)

/** Something that is taken for a whole turn of the caller's. */
export const utterance = (): string[] => [...quiet(400), ...sound(800), ...quiet(1_200)]
