import type { RealtimeClientEvent } from 'openai/resources/realtime/realtime'
import { CONFIGURE, RESPOND, verbatim } from '../../realtime/commands.ts'
import { sessionConfig, type VoicePlan } from './session.ts'

/** Ids of commits begin so. */
export const COMMIT = 'commit_'

/** The key of a response's metadata under which our request's id stands. */
export const REQUEST = 'request'

export const requestId = (serial: number): string => `${RESPOND}${serial}`

export function configure(plan: VoicePlan): RealtimeClientEvent {
  return { type: 'session.update', event_id: CONFIGURE, session: sessionConfig(plan) }
}

/**
 * Says a text outside the conversation: such responses may run side by side, and nothing is kept of them.
 * https://developers.openai.com/api/docs/guides/realtime-conversations
 */
export function say(text: string, request: string): RealtimeClientEvent {
  return {
    type: 'response.create',
    event_id: request,
    response: { conversation: 'none', metadata: { [REQUEST]: request }, ...verbatim(text) },
  }
}

export const cancel = (responseId: string): RealtimeClientEvent => ({
  type: 'response.cancel',
  response_id: responseId,
})

/** The caller's turn ends here. */
export const commit = (serial: number): RealtimeClientEvent => ({
  type: 'input_audio_buffer.commit',
  event_id: `${COMMIT}${serial}`,
})

/** What was heard and not committed is no part of any turn. */
export const CLEAR: RealtimeClientEvent = { type: 'input_audio_buffer.clear' }

/** Audio that nobody answers would be read, and billed, with every response of the conversation. */
export const forget = (itemId: string): RealtimeClientEvent => ({
  type: 'conversation.item.delete',
  item_id: itemId,
})
