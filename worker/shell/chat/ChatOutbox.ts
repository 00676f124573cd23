import type { ChatMessage } from '../../../convex/model/chat.ts'
import type { ChatLine } from '../../chat/journal.ts'
import { chatOf, messagesOf } from '../../chat/record.ts'
import type { ChatState } from '../../chat/state.ts'
import type { ChatDelivery } from '../../data/chats.ts'
import { logFailure } from '../../lib/log.ts'
import { Acknowledged } from '../Acknowledged.ts'
import type { CallStorage } from '../storage.ts'
import type { ChatJournal } from './ChatJournal.ts'

/** Resolves when the record is taken; `isDeleted`: it was refused for good, as the conversation was deleted. */
export type DeliverChat = (delivery: ChatDelivery) => Promise<{ isDeleted?: boolean | undefined }>

/** Operators who read along are so far behind at the most, in ms, beside the way. */
const GATHER_MS = 500

/** Delivers what a conversation tells of itself until it is acknowledged. Every delivery may be repeated. */
export class ChatOutbox {
  readonly acknowledged: Acknowledged
  readonly #journal: ChatJournal
  readonly #deliver: DeliverChat
  /** Messages that changed since the last delivery; `null`: all of them, as after a restart. */
  #changed: Set<number> | null = null

  constructor(journal: ChatJournal, storage: CallStorage, deliver: DeliverChat, now: () => number) {
    this.#journal = journal
    this.#deliver = deliver
    const delivered = {
      revision: () => (journal.state && isSpokenIn(journal.state) ? journal.revision : null),
      attempt: () => this.#attempt(),
      gatherMs: () => GATHER_MS,
    }
    this.acknowledged = new Acknowledged(storage, delivered, now)
  }

  /** These lines were written. */
  wrote(lines: readonly ChatLine[]): void {
    for (const line of lines) {
      if ('seq' in line) this.#changed?.add(line.seq)
      if (line.kind === 'tool_answered') this.#toolChanged(line.toolCallId)
    }
    this.acknowledged.schedule()
  }

  #toolChanged(toolCallId: string): void {
    const tool = this.#journal.state?.messages.find(
      ({ role, detail }) => role === 'tool' && detail?.includes(JSON.stringify(toolCallId)),
    )
    if (tool) this.#changed?.add(tool.seq)
  }

  async #attempt(): Promise<'taken' | 'failed' | 'deleted'> {
    const { state, opening, revision } = this.#journal
    if (!state || !opening) return 'deleted'
    const { chatId, agent, origin, model } = opening
    const { agentId, version: agentVersion } = agent
    const changed = this.#changed
    const isChanged = ({ seq }: ChatMessage) => changed?.has(seq) ?? true
    this.#changed = new Set()
    try {
      const { isDeleted } = await this.#deliver({
        chat: chatOf(state, { chatId, agentId, agentVersion, origin, model }),
        revision,
        messages: messagesOf(state, chatId).filter(isChanged),
        removed: [...state.gone],
      })
      if (!isDeleted) return 'taken'
      this.#journal.forget()
      return 'deleted'
    } catch (error) {
      this.#changed = null
      logFailure('A conversation was not delivered.', { chatId }, error)
      return 'failed'
    }
  }
}

/** What anybody can begin tells nobody anything until somebody has said a word. */
const isSpokenIn = ({ messages }: ChatState): boolean =>
  messages.some(({ role }) => role === 'visitor' || role === 'person')
