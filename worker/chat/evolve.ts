import { addUsage } from '../../convex/model/usage.ts'
import type { ChatLine } from './journal.ts'
import { type Answer, type ChatState, lastSaid, type Message } from './state.ts'
import { toolIn } from './toolRow.ts'

/**
 * The conversation after one more line of its journal. There is no other way to change it, so the one that
 * goes on and the one that is made of a journal are the same.
 */
export function evolve(state: ChatState, line: ChatLine): ChatState {
  switch (line.kind) {
    case 'said': {
      const { at, seq, clientId, text } = line
      const said = { ...message(seq, 'visitor', at), clientId, text }
      const askedAt = [...state.askedAt, at]
      return { ...put(state, said), askedAt, visitorMessages: state.visitorMessages + 1 }
    }
    case 'spoke': {
      const { at, seq, role, author, text, clientId } = line
      const spoken = { ...message(seq, role, at), author, text, clientId, isOurs: role === 'note' }
      const next = put(state, spoken)
      // What is said of an answer goes with it.
      if (role === 'note') return withAnswer(next, ({ seqs }) => ({ seqs: [...seqs, seq] }))
      if (role !== 'person') return next
      // Whoever reads all of it answers all of it.
      return { ...next, waitsForPerson: false, answeredTo: lastSaid(next), lastAnswer: null }
    }
    case 'asked':
      return {
        ...state,
        answer: askedFor(state.answer, line),
        askedTo: Math.max(state.askedTo, line.to),
      }
    case 'troubled':
      return withAnswer(state, ({ failures }) => ({ failures: failures + 1 }))
    case 'wrote': {
      const { at, seq, delta } = line
      const known = state.messages.find((other) => other.seq === seq)
      const author = state.rules.agentName
      const begun: Message = known ?? { ...message(seq, 'agent', at), author, ...WRITING }
      const next = put(state, { ...begun, text: begun.text + delta })
      return withAnswer(next, ({ seqs }) => ({
        seq,
        seqs: seqs.includes(seq) ? seqs : [...seqs, seq],
      }))
    }
    case 'closed':
      return closed(state, line)
    case 'tool_called': {
      const { at, seq, toolCallId, name, args } = line
      const detail = JSON.stringify({ toolCallId, args })
      const author = state.rules.agentName
      const called: Message = {
        ...message(seq, 'tool', at),
        author,
        text: name,
        detail,
        state: 'writing',
      }
      return withAnswer(put(state, called), ({ tools }) => ({
        tools: [...tools, { toolCallId, name, args, isAnswered: false }],
      }))
    }
    case 'tool_answered':
      return toolAnswered(state, line)
    case 'part_done':
      return withAnswer(state, () => ({ isPartDone: true }))
    case 'answered': {
      const { answer } = state
      const { to, how, failure } = line
      return {
        ...state,
        answer: null,
        lastAnswer: answer && { base: answer.base, to: answer.to, seqs: answer.seqs },
        answeredTo: Math.max(state.answeredTo, to),
        failure: failure ?? state.failure,
        failedInARow: how === 'failed' ? state.failedInARow + 1 : 0,
      }
    }
    case 'removed': {
      const messages = state.messages.filter(({ seq }) => !line.seqs.includes(seq))
      const askedAt = [...state.askedAt, line.at]
      return { ...state, messages, gone: [...state.gone, ...line.seqs], askedAt, lastAnswer: null }
    }
    case 'used':
      return { ...state, usage: addUsage(state.usage, line.usage) }
    case 'handed_over':
      return { ...state, status: 'handed_over', waitsForPerson: line.waits, lastAnswer: null }
    case 'released':
      return { ...state, status: 'open', waitsForPerson: false }
    case 'ended': {
      const { at: endedAt, reason: endReason } = line
      const failure = line.failure ?? state.failure
      return { ...state, status: 'ended', endedAt, endReason, failure, waitsForPerson: false }
    }
  }
}

const WRITING = { state: 'writing', wholeAt: Infinity } as const

function message(seq: number, role: Message['role'], at: number): Message {
  const words = { clientId: '', author: '', text: '', detail: null }
  return { seq, role, at, ...words, state: 'complete', isOurs: false, wholeAt: seq }
}

function put(state: ChatState, changed: Message): ChatState {
  const isKnown = state.messages.some(({ seq }) => seq === changed.seq)
  const messages = isKnown
    ? state.messages.map((other) => (other.seq === changed.seq ? changed : other))
    : [...state.messages, changed]
  return { ...state, messages, nextSeq: Math.max(state.nextSeq, changed.seq + 1) }
}

function withAnswer(state: ChatState, change: (answer: Answer) => Partial<Answer>): ChatState {
  const { answer } = state
  return answer ? { ...state, answer: { ...answer, ...change(answer) } } : state
}

function askedFor(
  answer: Answer | null,
  { base, key, attempt, to, supersedes }: Extract<ChatLine, { kind: 'asked' }>,
): Answer {
  const asked = { base, key, attempt, to, supersedes, isPartDone: false }
  if (!answer) {
    return { ...asked, failures: 0, seq: null, seqs: [], tools: [], toolsBefore: 0, parts: 1 }
  }
  if (answer.key === key) return { ...answer, ...asked }
  const parts = answer.parts + 1
  return { ...answer, ...asked, failures: 0, seq: null, toolsBefore: answer.tools.length, parts }
}

function closed(
  state: ChatState,
  { at, seq, state: end, sentence }: Extract<ChatLine, { kind: 'closed' }>,
): ChatState {
  const known = state.messages.find((other) => other.seq === seq)
  const begun: Message = known ?? { ...message(seq, 'agent', at), author: state.rules.agentName }
  // Whoever has a message that came meanwhile may have seen this one before its end.
  const wholeAt = state.nextSeq > seq + 1 ? state.nextSeq : seq
  const words = sentence === undefined ? {} : { text: sentence, isOurs: true }
  return withAnswer(put(state, { ...begun, ...words, state: end, wholeAt }), ({ seqs }) => ({
    seq: null,
    seqs: seqs.includes(seq) ? seqs : [...seqs, seq],
  }))
}

function toolAnswered(
  state: ChatState,
  { toolCallId, output }: Extract<ChatLine, { kind: 'tool_answered' }>,
): ChatState {
  const messages = state.messages.map((one) =>
    one.role === 'tool' && toolIn(one)?.toolCallId === toolCallId
      ? { ...one, state: 'complete' as const, detail: JSON.stringify({ ...toolIn(one), output }) }
      : one,
  )
  return withAnswer({ ...state, messages }, ({ tools }) => ({
    tools: tools.map((tool) =>
      tool.toolCallId === toolCallId ? { ...tool, isAnswered: true } : tool,
    ),
  }))
}
