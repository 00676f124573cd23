import type {
  ConversationItem,
  RealtimeClientEvent,
  RealtimeResponseCreateParams,
} from 'openai/resources/realtime/realtime'
import type { EngineEffect, ResponseRequest } from '../../call/events.ts'
import type { HistoryItem } from '../../call/history.ts'
import { agentInstructions, instructionsIn } from '../../call/prompts/index.ts'
import { type RealtimeBrief, sessionConfig } from './session.ts'

/** The id of the event that configures the session: an error that names it is fatal. */
export const CONFIGURE = 'configure'
/** Ids of requests for a response begin so: an error that names one concerns that response. */
export const RESPOND = 'respond_'

/** Ids of events that may say what is known already begin so: an error that names one says just that. */
export const AGAIN = 'again_'

export function configure(brief: RealtimeBrief): RealtimeClientEvent {
  return { type: 'session.update', event_id: CONFIGURE, session: sessionConfig(brief) }
}

/** Changes nothing, and is answered: a session that is silent shows so whether it lives. */
export const PROBE: RealtimeClientEvent = {
  type: 'session.update',
  event_id: 'probe',
  session: { type: 'realtime' },
}

/** What the call wants of the model, in the events of the Realtime API. `serial` numbers requests. */
export function commandsFor(
  effect: Exclude<EngineEffect, { type: 'engine.open' | 'engine.close' }>,
  brief: RealtimeBrief,
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
    case 'engine.delete':
      return { type: 'conversation.item.delete', item_id: effect.itemId }
    case 'engine.tell':
      return recall({ kind: 'told', text: effect.text })
    case 'engine.recall':
      return recall(effect.item)
    case 'engine.answer_tool': {
      const { toolCallId, output } = effect
      return recall({ kind: 'tool_answered', toolCallId, output })
    }
  }
}

/**
 * Puts something that was said or done into the conversation. What the agent said goes in as text:
 * audio of the assistant's cannot be put in.
 * https://developers.openai.com/api/docs/guides/realtime-conversations
 */
export function recall(item: HistoryItem): RealtimeClientEvent {
  return { type: 'conversation.item.create', item: conversationItem(item) }
}

function conversationItem(item: HistoryItem): ConversationItem {
  switch (item.kind) {
    case 'caller':
    case 'told':
      return {
        type: 'message',
        role: 'user',
        content: [{ type: 'input_text', text: item.text }],
      }
    case 'agent':
      return {
        type: 'message',
        role: 'assistant',
        content: [{ type: 'output_text', text: item.text }],
      }
    case 'tool_called': {
      const { toolCallId: call_id, name, args } = item
      return { type: 'function_call', call_id, name, arguments: args }
    }
    case 'tool_answered':
      return { type: 'function_call_output', call_id: item.toolCallId, output: item.output }
  }
}

function respond(
  request: ResponseRequest,
  brief: RealtimeBrief,
  event_id: string,
): RealtimeClientEvent {
  const type = 'response.create'
  switch (request.kind) {
    case 'continue':
      return { type, event_id }
    case 'speak':
      return { type, event_id, response: { tool_choice: 'none' } }
    case 'do':
      return {
        type,
        event_id,
        response: { tool_choice: { type: 'function', name: request.tool } },
      }
    case 'verbatim':
      return { type, event_id, response: verbatim(request.text) }
    case 'instructed':
      return { type, event_id, response: inWords(brief, request.instructions) }
    case 'go_on': {
      const { goOn, heardLast } = instructionsIn(brief.voice.locale)
      const after = request.after === null ? '' : ` ${heardLast(request.after)}`
      return { type, event_id, response: inWords(brief, goOn + after) }
    }
  }
}

function inWords({ instructions, voice }: RealtimeBrief, wanted: string) {
  return {
    // A response's instructions take the place of the session's.
    instructions: `${agentInstructions(instructions, voice.locale)}\n\n${wanted}`,
    tool_choice: 'none' as const,
  }
}

/** A response that says a text. Without the conversation as input there is nothing to improvise on. */
export function verbatim(text: string): RealtimeResponseCreateParams {
  return {
    input: [],
    // In English for every language, as OpenAI documents it.
    instructions: `Say exactly the following, and nothing else:\n${text}`,
    tools: [],
    tool_choice: 'none',
  }
}
