/** A conversation without a shell: its journal, its windows, and whoever it asks for something. */
import type { ChatServerMessage, VisibleMessage } from '../../../convex/model/chat.ts'
import type { ChatEffect, ChatEvent, Refused } from '../../../worker/chat/events.ts'
import { evolve } from '../../../worker/chat/evolve.ts'
import { CHAT_JOURNAL_VERSION, type ChatLine, readChatBatch } from '../../../worker/chat/journal.ts'
import { opened, shown, visible } from '../../../worker/chat/shown.ts'
import { type ChatRules, type ChatState, initialChat } from '../../../worker/chat/state.ts'
import type { Step } from '../../../worker/chat/steps.ts'
import { begin, transition } from '../../../worker/chat/transition.ts'
import { ShownMessages } from './shownMessages.ts'

export const RULES: ChatRules = {
  chatId: 'chat_1',
  agentName: 'Reception',
  locale: 'en-US',
  greeting: 'Hello!',
  messagesPerConversation: 100,
  handOver: true,
  hasSpare: false,
  repeatable: ['look_up'],
}

/** What a window has, as a page keeps it. */
export class FakeWindow {
  readonly #messages = new ShownMessages()
  isConnected = true

  get after(): number {
    return this.#messages.after
  }

  hear(messages: readonly ChatServerMessage[]): void {
    if (!this.isConnected) return
    for (const message of messages) this.#messages.take(message)
  }

  shown(): VisibleMessage[] {
    return this.#messages.all()
  }
}

/** The conversation of which nothing but its journal is left. */
export function rebuilt(
  rules: ChatRules,
  startedAt: number,
  lines: readonly ChatLine[],
): ChatState {
  return lines.reduce(evolve, initialChat(rules, startedAt))
}

export class ScriptedChat {
  state: ChatState
  readonly lines: ChatLine[] = []
  readonly effects: ChatEffect[] = []
  readonly windows = [new FakeWindow(), new FakeWindow()]
  readonly #rules: ChatRules
  now = 1_000_000

  constructor(rules: Partial<ChatRules> = {}) {
    this.#rules = { ...RULES, ...rules }
    this.state = initialChat(this.#rules, this.now)
    this.#take(begin(this.state, this.now))
  }

  tell(event: ChatEvent): Refused | null {
    const step = transition(this.state, event, this.now)
    this.#take(step)
    return step.refused
  }

  say(text: string, id = text): Refused | null {
    return this.tell({ type: 'visitor.said', id, text })
  }

  /** The brain that is asked now says this. */
  writes(delta: string): void {
    this.tell({ type: 'brain.wrote', delta, ...this.asking() })
  }

  calls(name: string, toolCallId: string, args = '{}'): void {
    this.tell({ type: 'brain.called', name, toolCallId, args, ...this.asking() })
  }

  isDone(): void {
    this.tell({ type: 'brain.done', cut: null, ...this.asking() })
  }

  fails(again = true): void {
    const failure = { cause: 'It broke.', again, retryAfterMs: null }
    this.tell({ type: 'brain.failed', failure, ...this.asking() })
  }

  asking(): { key: string; attempt: number } {
    const { key = 'nobody', attempt = 0 } = this.state.answer ?? {}
    return { key, attempt }
  }

  /** The memory is gone: the journal alone is left, as it is stored. */
  restart(): void {
    const stored = JSON.parse(
      JSON.stringify({ version: CHAT_JOURNAL_VERSION, lines: this.lines }),
    ) as unknown
    const lines = readChatBatch(stored).filter((line) => line !== null)
    this.state = rebuilt(this.#rules, this.state.startedAt, lines)
    this.tell({ type: 'restarted' })
  }

  reconnect(window: FakeWindow): void {
    window.isConnected = true
    window.hear([opened(this.state, window.after)])
  }

  /** What visitors are to see. */
  visible(): VisibleMessage[] {
    return this.state.messages.map(visible).filter((message) => message !== null)
  }

  /** The same as text. */
  text(): string[] {
    return this.visible().map(
      ({ role, text, state }) => `${role}: ${text}${state === 'complete' ? '' : ` (${state})`}`,
    )
  }

  linesOf<Kind extends ChatLine['kind']>(kind: Kind): Extract<ChatLine, { kind: Kind }>[] {
    return this.lines.filter(
      (line): line is Extract<ChatLine, { kind: Kind }> => line.kind === kind,
    )
  }

  #take({ state, lines, effects }: Step): void {
    const told = shown(lines, this.state, state)
    for (const window of this.windows) window.hear(told)
    this.state = state
    this.lines.push(...lines)
    this.effects.push(...effects)
  }
}
