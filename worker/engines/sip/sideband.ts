import * as z from 'zod'
import { figure } from '../../../convex/model/figure.ts'
import type { CarrierEvent, HeardApart } from '../../call/events.ts'
import {
  eventReader,
  keyPressedSchema,
  playedSchema,
  playingCutSchema,
  playingSchema,
  truncatedSchema,
} from '../realtime/serverEvents.ts'

/** What the socket beside a SIP call tells beyond the events of every Realtime session. */
const sidebandEventSchema = z.discriminatedUnion('type', [
  playingSchema,
  playedSchema,
  playingCutSchema,
  truncatedSchema,
  keyPressedSchema,
])

const read = eventReader(
  sidebandEventSchema,
  sidebandEventSchema.options.map(({ shape }) => shape.type.value),
)

export type SidebandEvent = HeardApart | Extract<CarrierEvent, { type: 'carrier.dtmf' }>

/** `null`: it is an event as every session has it. Throws on a known type in a wrong shape. */
export function decodeSideband(text: string): SidebandEvent | null {
  const event = read(text)
  switch (event?.type) {
    case undefined:
      return null
    case 'output_audio_buffer.started':
      return { type: 'engine.aloud', responseId: event.response_id }
    case 'output_audio_buffer.stopped':
      return { type: 'engine.hushed', responseId: event.response_id, whole: true }
    case 'output_audio_buffer.cleared':
      return { type: 'engine.hushed', responseId: event.response_id, whole: false }
    case 'conversation.item.truncated':
      return {
        type: 'engine.forgot',
        itemId: event.item_id,
        heardMs: figure(event.audio_end_ms, 'measure'),
      }
    case 'input_audio_buffer.dtmf_event_received':
      return { type: 'carrier.dtmf', digit: event.event }
  }
}
