import type { ChatEndReason, ChatMessage, ChatStatus } from '../../convex/model/chat.ts'
import type { Locale } from '../../convex/model/locales.ts'
import { NO_USAGE, type Usage } from '../../convex/model/usage.ts'

/** What decides how a conversation goes. */
export interface ChatRules {
  chatId: string
  agentName: string
  locale: Locale
  /** What visitors see first; '': nothing. */
  greeting: string
  messagesPerConversation: number
  handOver: boolean
  /** There is another brain than the agent's own. */
  hasSpare: boolean
  /** Tools of which doing it twice does no harm. */
  repeatable: readonly string[]
}

/** A message, and whose words they are. */
export interface Message extends Omit<ChatMessage, 'chatId'> {
  /** Not the brain's words, nor a person's: ours. */
  isOurs: boolean
  /**
   * A window that has this message or a later one has the message whole, too. `Infinity`: it is still being
   * written.
   */
  wholeAt: number
}

/** A tool that the answer which is being written has called. */
export interface CalledTool {
  toolCallId: string
  name: string
  args: string
  isAnswered: boolean
}

/** The answer that is being written: there is never more than one. */
export interface Answer {
  /** Which answer it is, the same after a restart. */
  base: string
  /** Which part of it is asked for. */
  key: string
  attempt: number
  /** How many attempts at this part have failed. */
  failures: number
  /** The last message of the visitor's that it answers. */
  to: number
  supersedes: string | null
  /** The message that its words go to; `null`: there are none yet. */
  seq: number | null
  /** Its messages so far, tools aside. */
  seqs: readonly number[]
  /** What it has called so far, in all its parts. */
  tools: readonly CalledTool[]
  /** How many of them were called in the parts before this one. */
  toolsBefore: number
  /** How many parts were asked for. */
  parts: number
  /** The brain has nothing to add to this part. */
  isPartDone: boolean
}

/** The last answer, which can be written anew. */
export interface LastAnswer {
  base: string
  to: number
  seqs: readonly number[]
}

export interface ChatState {
  rules: ChatRules
  /** Epoch ms. */
  startedAt: number
  status: ChatStatus
  endedAt: number | null
  endReason: ChatEndReason | null
  failure: string | null
  /** By `seq`. */
  messages: readonly Message[]
  nextSeq: number
  /** Messages that were there, and are not. */
  gone: readonly number[]
  answer: Answer | null
  lastAnswer: LastAnswer | null
  /** What the visitor said up to there was answered, or is marked. −1: nothing. */
  answeredTo: number
  /** The last message of the visitor's that a brain was asked about. −1: none. */
  askedTo: number
  waitsForPerson: boolean
  /** When messages were asked to be answered: those that were said, and answers written anew; epoch ms. */
  askedAt: readonly number[]
  visitorMessages: number
  /** Answers in a row that have failed. */
  failedInARow: number
  usage: Usage
}

export function initialChat(rules: ChatRules, startedAt: number): ChatState {
  return {
    rules,
    startedAt,
    status: 'open',
    endedAt: null,
    endReason: null,
    failure: null,
    messages: [],
    nextSeq: 0,
    gone: [],
    answer: null,
    lastAnswer: null,
    answeredTo: -1,
    askedTo: -1,
    waitsForPerson: false,
    askedAt: [],
    visitorMessages: 0,
    failedInARow: 0,
    usage: NO_USAGE,
  }
}

/** The tools that nobody has answered yet. */
export const openTools = ({ tools }: Answer): CalledTool[] =>
  tools.filter(({ isAnswered }) => !isAnswered)

/** Whether a tool was called in the part that is asked for now. */
export const hasCalled = ({ tools, toolsBefore }: Answer): boolean => tools.length > toolsBefore

/** The last message of the visitor's; −1: they have said nothing. */
export const lastSaid = ({ messages }: ChatState): number =>
  messages.findLast(({ role }) => role === 'visitor')?.seq ?? -1

/** What was written of the part that is asked for now. */
export function writtenOf({ messages, answer }: ChatState): string {
  return messages.find(({ seq }) => seq === answer?.seq)?.text ?? ''
}
