import type { ChatAgent } from '../../convex/model/agent.ts'
import { wordsIn } from '../chat/words/index.ts'
import { dataSettings, readConfig } from '../config.ts'
import { recordChat } from '../data/chats.ts'
import type { EmbeddedHost } from '../data/connection.ts'
import { chatAgentOf } from '../data/chatAgents.ts'
import { logFailure } from '../lib/log.ts'
import { outsideOf } from '../outside.ts'
import { type ChatOpening, ChatJournal } from '../shell/chat/ChatJournal.ts'
import { ChatOutbox } from '../shell/chat/ChatOutbox.ts'
import { chatChores } from '../shell/chat/chores.ts'
import { ChatKeys } from '../shell/chat/Keys.ts'
import { partsOfChat } from '../shell/chat/partsOfChat.ts'
import type { ChatDeps } from '../shell/chat/RunningChat.ts'
import type { Allowance } from '../shell/chat/Visitor.ts'
import { Windows } from '../shell/chat/Windows.ts'
import { keptSecrets } from '../shell/keptSecrets.ts'
import { type ChatLimits, OF_AGENT, OF_NETWORK } from './ChatLimits.ts'

/** The bindings that a conversation uses itself. */
export interface ChatBindings {
  CONVEX: EmbeddedHost
  CHAT_LIMITS: DurableObjectNamespace<ChatLimits>
}

/** What a conversation's object is made of: parts that know no platform, each given what it needs of this one. */
export function chatParts(ctx: DurableObjectState, env: ChatBindings) {
  const surroundings = {
    accounts: readConfig(env),
    outside: outsideOf(env, keptSecrets(ctx.storage)),
    now: Date.now,
  }
  const parts = (opening: ChatOpening) => partsOfChat(opening, surroundings)
  const journal = new ChatJournal(ctx.storage, (opening) => parts(opening).rules, Date.now)
  const deliver: ConstructorParameters<typeof ChatOutbox>[2] = (record) =>
    recordChat(dataSettings(env), record)
  const outbox = new ChatOutbox(journal, ctx.storage, deliver, Date.now)
  const windows = new Windows(() => ctx.getWebSockets())
  const limits = (name: string) => env.CHAT_LIMITS.getByName(name)
  const aside = (what: string, work: Promise<unknown>): void =>
    ctx.waitUntil(
      work.catch((error: unknown) => logFailure(what, { chatId: journal.opening?.chatId }, error)),
    )
  const release = async ({ network, chatId }: ChatOpening) =>
    limits(OF_NETWORK + network).release(chatId)
  /** As its limits are set now; `null`: it chats no more. Who cannot be asked has changed nothing. */
  const agentNow = ({ agent, chatId }: ChatOpening): Promise<ChatAgent | null> =>
    chatAgentOf(dataSettings(env), agent.agentId).catch((error: unknown) => {
      logFailure('An agent’s limits could not be asked for.', { chatId }, error)
      return agent
    })
  const chores = chatChores(ctx.storage, journal, outbox, Date.now)
  return {
    journal,
    outbox,
    windows,
    chores,
    parts,
    keys: new ChatKeys(ctx.storage, Date.now),
    aside,
    /** What the conversation of this opening is among. */
    depsOf: (opening: ChatOpening): ChatDeps => ({
      journal,
      outbox,
      windows,
      parts: parts(opening),
      spent(usd) {
        const spend = async () => limits(OF_AGENT + opening.agent.agentId).spend(usd)
        aside('What an answer cost was not counted.', spend())
      },
      over() {
        aside('A place was not given back.', release(opening))
        ctx.waitUntil(outbox.acknowledged.flush().then(() => chores.arm()))
      },
      now: Date.now,
    }),
    /** Counts a message of the agent's day. */
    allowanceOf:
      (opening: ChatOpening): Allowance =>
      async () => {
        const { agentId, voice } = opening.agent
        const { noAnswer, dayIsOver } = wordsIn(voice.locale)
        const agent = await agentNow(opening)
        if (!agent) return { error: noAnswer }
        const { messagesPerDay: messages, usdPerDay: usd } = agent.chat
        const usedUp = await limits(OF_AGENT + agentId).take({ messages, usd })
        return usedUp ? { error: dayIsOver } : null
      },
  }
}
