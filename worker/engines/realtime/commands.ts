import type { RealtimeClientEvent } from 'openai/resources/realtime/realtime'
import type { EngineEffect, ResponseRequest } from '../../call/events.ts'
import type { EngineBrief } from '../../call/ports.ts'
import { instructionsOf, sessionConfig } from './session.ts'

/** The id of the event that configures the session: an error that names it is fatal. */
export const CONFIGURE = 'configure'
/** Ids of requests for a response begin so: an error that names one concerns that response. */
export const RESPOND = 'respond_'

export function configure(brief: EngineBrief): RealtimeClientEvent {
  return { type: 'session.update', event_id: CONFIGURE, session: sessionConfig(brief) }
}

/** What the call wants of the model, in the events of the Realtime API. `serial` numbers requests. */
export function commandsFor(
  effect: Exclude<EngineEffect, { type: 'engine.close' }>,
  brief: EngineBrief,
  serial: number,
): RealtimeClientEvent {
  switch (effect.type) {
    case 'engine.respond':
      return respond(effect.request, brief, `${RESPOND}${serial}`)
    case 'engine.cancel':
      return { type: 'response.cancel', response_id: effect.responseId }
    case 'engine.truncate':
      return {
        type: 'conversation.item.truncate',
        item_id: effect.itemId,
        content_index: 0,
        audio_end_ms: effect.heardMs,
      }
    case 'engine.tell':
      return {
        type: 'conversation.item.create',
        item: {
          type: 'message',
          role: 'user',
          content: [{ type: 'input_text', text: effect.text }],
        },
      }
    case 'engine.answer_tool':
      return {
        type: 'conversation.item.create',
        item: { type: 'function_call_output', call_id: effect.toolCallId, output: effect.output },
      }
  }
}

function respond(
  request: ResponseRequest,
  brief: EngineBrief,
  event_id: string,
): RealtimeClientEvent {
  const type = 'response.create'
  switch (request.kind) {
    case 'continue':
      return { type, event_id }
    case 'verbatim':
      // Without the conversation as input there is nothing to improvise on.
      return {
        type,
        event_id,
        response: {
          input: [],
          instructions: `Say exactly the following, and nothing else:\n${request.text}`,
          tools: [],
          tool_choice: 'none',
        },
      }
    case 'instructed':
      return {
        type,
        event_id,
        response: {
          instructions: `${instructionsOf(brief)}\n\n${request.instructions}`,
          tool_choice: 'none',
        },
      }
  }
}
