import type { ChatCompletionCreateParamsStreaming } from 'openai/resources/chat/completions'
import type { BrainSettings } from '../../../convex/model/engines/pipeline/settings.ts'
import type { BrainQuestion, CallFacts } from '../../call/ports.ts'
import { requestOf as completionOf } from '../chatCompletions/request.ts'

export type HttpSettings = Extract<BrainSettings, { kind: 'http' }>

/** What stands beside the chat-completions request: which answer of which call is asked for. */
export interface Switchboard {
  /** The carrier's id of the call, or ours of a conversation on a web page: one conversation. */
  call: string
  /** The caller's number as the carrier gave it; '' on a web page. */
  caller: string
  channel: 'phone' | 'web_chat'
  /** The answer's key. */
  turn: string
  /** 1, and one more each time that the same answer is asked for. */
  attempt: number
  /** The key of the answer whose place this one takes; `null`: it takes none. */
  supersedes: string | null
}

export type HttpRequest = ChatCompletionCreateParamsStreaming & { switchboard: Switchboard }

/** Servers of this format choose their model themselves; the field is there for those that want one. */
const MODEL = 'switchboard'

export function requestOf(
  question: BrainQuestion,
  { tools }: HttpSettings,
  { callSid: call, from: caller, channel }: CallFacts,
): HttpRequest {
  const { key: turn, attempt, supersedes } = question
  const asked = tools ? question : { ...question, tools: [] }
  return {
    ...completionOf(asked, MODEL),
    switchboard: { call, caller, channel: channel ?? 'phone', turn, attempt, supersedes },
  }
}
