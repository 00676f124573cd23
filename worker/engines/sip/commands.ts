import type { RealtimeClientEvent } from 'openai/resources/realtime/realtime'
import type { EngineEffect } from '../../call/events.ts'
import type { HistoryItem } from '../../call/history.ts'
import { AGAIN, commandsFor, PROBE, recall } from '../realtime/commands.ts'
import { directConfig, type RealtimeBrief } from '../realtime/session.ts'

/** What a session is told that begins now: all that was said before it. */
export function firstWords(history: readonly HistoryItem[]): RealtimeClientEvent[] {
  return [PROBE, ...history.map(recall)]
}

/** So many outputs of tools may not have arrived before a connection was lost. */
const TOLD_AGAIN = 5

/**
 * What a session is told that has gone on without us: who talks now, and what tools have answered, which
 * it may know. Its voice and model cannot be changed.
 */
export function wordsAgain(
  brief: RealtimeBrief,
  history: readonly HistoryItem[],
): RealtimeClientEvent[] {
  const { type, instructions = '', tools = [] } = directConfig(brief)
  const session = { type, instructions, tools }
  const answers = history.filter((item) => item.kind === 'tool_answered').slice(-TOLD_AGAIN)
  return [
    { type: 'session.update', event_id: `${AGAIN}settings`, session },
    ...answers.map(answerTool),
  ]
}

type Commanded = Exclude<EngineEffect, { type: 'engine.open' | 'engine.close' }>

/** What the call wants of the model. Cutting an answer cuts what of it is still to be heard, too. */
export function directCommandsFor(
  effect: Commanded,
  brief: RealtimeBrief,
  serial: number,
): RealtimeClientEvent[] {
  switch (effect.type) {
    case 'engine.cancel':
      return [commandsFor(effect, brief, serial), { type: 'output_audio_buffer.clear' }]
    case 'engine.answer_tool':
      return [answerTool({ kind: 'tool_answered', ...effect })]
    // The server forgets by itself what was not heard.
    case 'engine.truncate':
      return []
    case 'engine.respond':
    case 'engine.delete':
    case 'engine.tell':
    case 'engine.recall':
      return [commandsFor(effect, brief, serial)]
  }
}

/** Has the same id whenever it is told: who knows it already refuses it. */
function answerTool(item: Extract<HistoryItem, { kind: 'tool_answered' }>): RealtimeClientEvent {
  const { toolCallId, output } = item
  // The API takes ids of at most 32 characters.
  const id = `out_${toolCallId.slice(-28)}`
  return {
    type: 'conversation.item.create',
    event_id: AGAIN + id,
    item: { type: 'function_call_output', id, call_id: toolCallId, output },
  }
}
