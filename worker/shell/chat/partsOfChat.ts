import type { ChatAgent } from '../../../convex/model/agent.ts'
import { servedPipeline } from '../../../convex/model/engines/pipeline/index.ts'
import { servedChatModel } from '../../../convex/model/engines/pipeline/chatModels.ts'
import { type BrainSettings, brainSchema } from '../../../convex/model/engines/pipeline/settings.ts'
import type { Accounts, Outside } from '../../accounts.ts'
import { brainKit } from '../../brains/index.ts'
import type { Brain, CallFacts, PartBrief } from '../../call/ports.ts'
import type { ChatBrief } from '../../chat/question.ts'
import type { ChatRules } from '../../chat/state.ts'
import { logWarning } from '../../lib/log.ts'
import { chatTools } from '../../tools/index.ts'
import { filled, filledAgent, valuesOf } from '../../tools/lookup/fill.ts'
import { type Toolbox, toolboxOf } from '../../tools/toolbox.ts'
import type { ChatOpening } from './ChatJournal.ts'

/** What conversations are made with. */
export interface ChatAccounts {
  accounts: Accounts
  outside: Outside
  /** Epoch ms. */
  now(): number
}

/** All of a conversation that depends on who answers. */
export interface ChatParts {
  rules: ChatRules
  brief: ChatBrief
  brains: readonly (() => Brain)[]
  toolbox: Toolbox
  facts: { call: CallFacts; agent: ChatAgent }
}

/** Who thinks for the agent in writing, its spare behind it. `today`: `YYYY-MM-DD`, UTC. */
function brainsOf({ engine, chat }: ChatAgent, today: string): BrainSettings[] {
  if (engine.engine === 'pipeline') {
    const { brain, spares } = servedPipeline(engine, today)
    return spares.brain ? [brain, spares.brain] : [brain]
  }
  const written = brainSchema.parse({
    kind: 'responses',
    ...(chat.model === '' ? {} : { model: chat.model }),
  })
  return [
    written.kind === 'responses'
      ? { ...written, model: servedChatModel(written.model, today) }
      : written,
  ]
}

/** What is missing before the agent can chat, in one sentence; `null`: nothing. */
export function missingForChat(agent: ChatAgent, accounts: Accounts, today: string): string | null {
  const missing = brainsOf(agent, today).map((settings) => brainKit(settings).missing(accounts))
  return missing.includes(null) ? null : (missing[0] ?? null)
}

/** The model that thinks; '' where nobody but the endpoint knows. */
export function modelOfChat(agent: ChatAgent, today: string): string {
  const [first] = brainsOf(agent, today)
  return first && 'model' in first ? first.model : ''
}

/** What a conversation begins with, and windows show before it has. */
export const greetingOf = ({ chat, tools }: ChatAgent): string =>
  filled(chat.greeting, valuesOf(tools.variables, {})).trim()

export function partsOfChat(opening: ChatOpening, surroundings: ChatAccounts): ChatParts {
  const { chatId, network, startedAt } = opening
  const { accounts, outside, now } = surroundings
  const values = valuesOf(opening.agent.tools.variables, {})
  const agent = { ...opening.agent, ...filledAgent(opening.agent, values) }
  const { locale } = agent.voice
  const call: CallFacts = { callSid: chatId, from: '', to: '', channel: 'web_chat' }
  const toolbox = toolboxOf(chatTools(agent.tools, { outside, locale, now }), locale)
  const brief: PartBrief = {
    voice: agent.voice,
    call,
    agent,
    outside,
    callerHash: async () => network,
  }
  const unreadable = (error: unknown): void =>
    logWarning('A message of a brain’s could not be read.', { chatId }, error)
  const today = new Date(startedAt).toISOString().slice(0, 10)
  const brains = brainsOf(agent, today)
    .map((settings) => brainKit(settings))
    .filter((kit) => kit.missing(accounts) === null)
    .map((kit) => () => kit.create(brief, accounts, { unreadable }))
  return {
    rules: {
      chatId,
      agentName: agent.name,
      locale,
      greeting: greetingOf(agent),
      messagesPerConversation: agent.chat.messagesPerConversation,
      handOver: agent.chat.handOver,
      hasSpare: brains.length > 1,
      repeatable: Object.entries(toolbox.rules).flatMap(([name, { repeatable }]) =>
        repeatable ? [name] : [],
      ),
    },
    brief: { instructions: agent.instructions, tools: toolbox.descriptions },
    brains,
    toolbox,
    facts: { call, agent },
  }
}
