/// <reference types="@cloudflare/workers-types" />
/** A Worker that hears calls with the product's voice detector, and tells what it heard. */
import { vadSchema } from '../../../convex/model/engines/pipeline/settings.ts'
import { plainSilero, sharedSilero } from '../../../worker/engines/pipeline/silero/index.ts'
import { type SileroDetector, voiceDetector } from '../../../worker/engines/pipeline/vad.ts'
import { type Heard, hearingSchema } from './messages.ts'

/** Base64 of 20 ms. */
const FRAME = 160

export default {
  async fetch(request) {
    if (request.method !== 'POST') return new Response('This hears.')
    const { silero, vad, calls } = hearingSchema.parse(await request.json())
    const settings = vadSchema.parse(vad)
    const net = silero === 'simd' ? sharedSilero() : plainSilero()
    const frames = calls.map(framesOf)
    const heard: Heard[] = frames.map(() => ({ changes: [], probabilities: [] }))
    const detectors = frames.map(() => voiceDetector(settings, net))
    // Frame after frame of all calls, as they come in.
    for (let at = 0; at < Math.max(...frames.map(({ length }) => length)); at++) {
      for (const [call, detector] of detectors.entries()) {
        const frame = frames[call]?.[at]
        if (frame !== undefined) listen(detector, frame, heard[call]!, 20 * (at + 1))
      }
    }
    return Response.json(heard)
  },
} satisfies ExportedHandler

function listen(detector: SileroDetector, frame: string, heard: Heard, toldAtMs: number): void {
  for (const change of detector.hear(frame)) heard.changes.push({ ...change, toldAtMs })
  heard.probabilities.push(detector.probability)
}

function framesOf(call: string): string[] {
  const bytes = atob(call)
  const starts = Array.from({ length: Math.floor(bytes.length / FRAME) }, (_, n) => n * FRAME)
  return starts.map((at) => btoa(bytes.slice(at, at + FRAME)))
}
