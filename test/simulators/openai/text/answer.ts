/** What the model has decided to write, in the pieces in which it comes. */
import type { BrainAnswer } from '../brain.ts'
import type { TextFault } from './faults.ts'

export interface WrittenCall {
  callId: string
  name: string
  /** JSON. */
  args: string
}

/** How an answer ends. */
export type Outcome =
  | { status: 'completed' }
  | { status: 'incomplete'; reason: 'max_output_tokens' | 'content_filter' }
  | { status: 'failed'; code: string; message: string }

export interface TextAnswer {
  text: string
  calls: readonly WrittenCall[]
  outcome: Outcome
}

export function answerOf(
  { say = '', tools = [] }: BrainAnswer,
  fault: TextFault | undefined,
  newId: (prefix: string) => string,
): TextAnswer {
  const outcome = outcomeOf(fault)
  const calls = tools.map(({ name, arguments: args }) => ({
    callId: newId('call'),
    name,
    args: JSON.stringify(args),
  }))
  const isWhole = outcome.status === 'completed'
  return { text: isWhole ? say : firstHalf(say), calls: isWhole ? calls : [], outcome }
}

function outcomeOf(fault: TextFault | undefined): Outcome {
  if (fault?.kind === 'incomplete') return { status: 'incomplete', reason: fault.reason }
  if (fault?.kind !== 'fail') return { status: 'completed' }
  return { status: 'failed', code: fault.code, message: fault.message }
}

/** A token is about a word with the space before it. */
export function tokensOf(text: string): string[] {
  return text.match(/\s*\S+\s*$|\s*\S+/g) ?? []
}

function firstHalf(text: string): string {
  const tokens = tokensOf(text)
  return tokens.slice(0, Math.ceil(tokens.length / 2)).join('')
}

/** Arguments come in pieces of a few letters. */
export function argumentPieces(args: string): string[] {
  return args.match(/.{1,8}/gs) ?? []
}
