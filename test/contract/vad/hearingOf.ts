import * as z from 'zod'
import { encodeMulaw } from '../../../worker/lib/audio/mulaw.ts'
import { type Heard, heardSchema, type Hearing } from './messages.ts'

/** Lets the Worker at `origin` hear calls, 8 kHz each. */
export async function hearingOf(
  origin: string,
  calls: readonly Int16Array[],
  how: Omit<Hearing, 'calls'>,
): Promise<Heard[]> {
  const payloads = calls.map((pcm) => Buffer.from(encodeMulaw(pcm)).toString('base64'))
  const body: Hearing = { ...how, calls: payloads }
  const answer = await fetch(origin, {
    method: 'POST',
    // Making the next calls can take longer than a connection is kept.
    headers: { connection: 'close' },
    body: JSON.stringify(body),
  })
  if (!answer.ok) throw new Error(`The Worker answered with ${answer.status}.`)
  return z.array(heardSchema).parse(await answer.json())
}
