import type { ChatCompletionCreateParamsStreaming } from 'openai/resources/chat/completions'
import type { BrainSettings } from '../../../convex/model/engines/pipeline/settings.ts'
import type { BrainQuestion } from '../../call/ports.ts'
import { messagesOf, toolsOf } from './messages.ts'

export type ChatSettings = Extract<BrainSettings, { kind: 'chat_completions' }>

/** https://developers.openai.com/api/reference/resources/chat/subresources/completions/methods/create */
export function requestOf(
  { instructions, history, tools, toolChoice }: BrainQuestion,
  model: string,
): ChatCompletionCreateParamsStreaming {
  return {
    model,
    messages: messagesOf(instructions, history),
    ...(tools.length > 0 && { tools: toolsOf(tools), tool_choice: choiceOf(toolChoice) }),
    stream: true,
    stream_options: { include_usage: true },
  }
}

function choiceOf(choice: BrainQuestion['toolChoice']) {
  if (typeof choice === 'string') return choice
  return { type: 'function', function: { name: choice.tool } } as const
}

/** `path` under the base address of an endpoint, which may end with a slash. */
export function addressOf(baseUrl: string, path: string): string {
  return `${baseUrl.replace(/\/+$/, '')}${path}`
}

/** The name of whoever is asked at an address. */
export const hostOf = (url: string): string => URL.parse(url)?.host ?? url
