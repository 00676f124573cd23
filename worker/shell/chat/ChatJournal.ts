import * as z from 'zod'
import { type ChatAgent, chatAgentSchema } from '../../../convex/model/agent.ts'
import { evolve } from '../../chat/evolve.ts'
import {
  CHAT_JOURNAL_VERSION,
  type ChatBatch,
  type ChatLine,
  readChatBatch,
} from '../../chat/journal.ts'
import { type ChatRules, type ChatState, initialChat } from '../../chat/state.ts'
import { logWarning } from '../../lib/log.ts'
import { forgetAll, isForgotten } from '../forgetAll.ts'
import { type LineRules, Lines } from '../Lines.ts'
import type { CallStorage } from '../storage.ts'

const openingSchema = z.object({
  chatId: z.string(),
  /** As it was when the conversation began. */
  agent: chatAgentSchema,
  origin: z.string(),
  model: z.string(),
  /** Where it counts: stands for the visitor's network, and tells nobody which it is. */
  network: z.string(),
  startedAt: z.number(),
})

/** What a conversation begins with, and keeps whatever is edited meanwhile. */
export interface ChatOpening extends z.infer<typeof openingSchema> {
  agent: ChatAgent
}

const OPENING = 'opening'

/** What windows are shown is on disk first, so a lost object takes nothing of it along. */
const AT_ONCE: LineRules<ChatLine> = {
  waitOf: () => 0,
  isConfirmed: () => true,
  batchOf: (lines): ChatBatch => ({ version: CHAT_JOURNAL_VERSION, lines }),
}

/** The ordered record of one conversation in its object's storage, and what it makes of the conversation. */
export class ChatJournal {
  readonly #storage: CallStorage
  readonly #lines: Lines<ChatLine>
  #opening: ChatOpening | null = null
  #state: ChatState | null = null

  /** `now`: epoch ms. */
  constructor(
    storage: CallStorage,
    rulesOf: (opening: ChatOpening) => ChatRules,
    now: () => number,
  ) {
    this.#storage = storage
    this.#lines = new Lines(storage, AT_ONCE, now)
    const stored = storage.kv.get(OPENING)
    if (stored === undefined) return
    const opening = openingSchema.parse(stored)
    this.#opening = opening
    let state = initialChat(rulesOf(opening), opening.startedAt)
    const unreadable = this.#lines.replay(readChatBatch, (line) => (state = evolve(state, line)))
    this.#state = state
    if (unreadable === 0) return
    const what = { chatId: opening.chatId, lines: unreadable }
    logWarning('Lines of a conversation’s journal could not be read.', what)
  }

  /** `null`: nothing has begun here, or it was forgotten. */
  get opening(): ChatOpening | null {
    return this.#opening
  }

  get state(): ChatState | null {
    return this.#state
  }

  /** Grows with every line. */
  get revision(): number {
    return this.#lines.length + 1
  }

  get isForgotten(): boolean {
    return isForgotten(this.#storage)
  }

  open(opening: ChatOpening, rules: ChatRules): void {
    this.#opening = opening
    this.#state = initialChat(rules, opening.startedAt)
    this.#storage.kv.put(OPENING, opening)
  }

  /** Lines that belong together, and what they make of the conversation. */
  append(lines: readonly ChatLine[], state: ChatState): void {
    this.#lines.append(...lines)
    this.#state = state
  }

  forget(): void {
    this.#lines.drop()
    this.#opening = null
    this.#state = null
    forgetAll(this.#storage)
  }
}
