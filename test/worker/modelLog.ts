/** What a session of the simulated model tells of what it sent and was sent. */
import * as z from 'zod'
import type { RealtimeSession } from '../simulators/openai/index.ts'

const deltaSchema = z.object({
  type: z.literal('response.output_audio.delta'),
  item_id: z.string(),
  response_id: z.string(),
  delta: z.string(),
})
const truncateSchema = z.object({ item_id: z.string(), audio_end_ms: z.number() })
const appendSchema = z.object({
  type: z.literal('input_audio_buffer.append'),
  audio: z.string(),
})
const recalledSchema = z.object({
  type: z.literal('conversation.item.create'),
  item: z.object({ content: z.array(z.object({ text: z.string() })) }),
})

export type Delta = z.infer<typeof deltaSchema>

/** Every piece of audio that was sent to the Worker, in order. */
export function deltasOf(session: RealtimeSession): Delta[] {
  return session.log.entries.flatMap(({ event }) => deltaSchema.safeParse(event).data ?? [])
}

/** Every frame of the caller's that the Worker has sent, in order. */
export function heardFrames(session: RealtimeSession): string[] {
  return session.log.entries.flatMap(({ event }) => appendSchema.safeParse(event).data?.audio ?? [])
}

/** What the session was told of the call so far, when it was opened and since. */
export function toldTo(session: RealtimeSession): string[] {
  return session.log.entries.flatMap(({ event }) => {
    const recalled = recalledSchema.safeParse(event).data
    return recalled ? recalled.item.content.map(({ text }) => text) : []
  })
}

export function eventTypes(session: RealtimeSession, from: 'client' | 'server'): string[] {
  return session.log.entries.filter((entry) => entry.from === from).map(({ event }) => event.type)
}

/** How many µ-law bytes were sent before this item began. */
export function bytesBefore(session: RealtimeSession, itemId: string): number {
  const deltas = deltasOf(session)
  return bytesIn(
    deltas.slice(
      0,
      deltas.findIndex((delta) => delta.item_id === itemId),
    ),
  )
}

/** How many µ-law bytes were sent of this item. */
export function bytesOf(session: RealtimeSession, itemId: string): number {
  return bytesIn(deltasOf(session).filter((delta) => delta.item_id === itemId))
}

function bytesIn(deltas: readonly Delta[]): number {
  return deltas.reduce((sum, { delta }) => sum + Buffer.byteLength(delta, 'base64'), 0)
}

/** The first truncation that the Worker asked for. */
export async function truncationOf(
  session: RealtimeSession,
): Promise<{ itemId: string; heardMs: number }> {
  const { event } = await session.until('conversation.item.truncate')
  const { item_id: itemId, audio_end_ms: heardMs } = truncateSchema.parse(event)
  return { itemId, heardMs }
}
