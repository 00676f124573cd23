import type { Doc, Id } from '../_generated/dataModel.js'
import type { MutationCtx, QueryCtx } from '../_generated/server.js'
import {
  type AgentSettings,
  agentSettingsSchema,
  type AgentSnapshot,
  type ChatAgent,
} from '../model/agent.ts'
import { chatSettingsSchema } from '../model/chatSettings.ts'
import { storedEngineSchema } from '../model/engines/index.ts'
import { SCHEMA_VERSION } from '../model/schemaVersion.ts'
import { keptSnapshotSchema } from '../model/earlier/agent.ts'
import { storedToolsSchema } from '../model/tools.ts'
import type { Caller } from './access.ts'
import { functionError } from './errors.ts'
import { requireNoLoop } from './ownNumbers.ts'

export async function requireAgent(
  ctx: QueryCtx,
  agentId: Id<'agents'>,
  field?: string,
): Promise<Doc<'agents'>> {
  const agent = await ctx.db.get('agents', agentId)
  if (!agent) throw functionError('not_found', 'This agent does not exist any more.', field)
  return agent
}

export function settingsOf({
  name,
  instructions,
  capabilities,
  voice,
  engine,
  otherEngine,
  tools,
  afterCall,
  chat,
  sip,
}: AgentSettings): AgentSettings {
  const talks = { name, instructions, capabilities, voice, engine, otherEngine }
  return { ...talks, tools, afterCall, chat, sip }
}

/** Calls come also while rows are being migrated: a row of the release before will do. */
export function snapshotOf(agent: Doc<'agents'>): AgentSnapshot {
  const { _id: agentId, schemaVersion, name, version, instructions } = agent
  const { voice, engine, otherEngine, tools, afterCall } = agent
  const snapshot = { schemaVersion, agentId, name, version, instructions, voice }
  return keptSnapshotSchema.parse({ ...snapshot, engine, otherEngine, tools, afterCall })
}

/** The same for a conversation on a web page. */
export function chatAgentOf(agent: Doc<'agents'>): ChatAgent {
  return { ...snapshotOf(agent), chat: chatSettingsSchema.parse(agent.chat ?? {}) }
}

/** Stores settings that passed the rules as the agent's next version (`null`: a new agent's first). */
export async function saveAgent(
  ctx: MutationCtx & { caller: Caller },
  agent: Doc<'agents'> | null,
  settings: AgentSettings,
): Promise<Doc<'agents'>> {
  if (agent && sameSettings(agent, settings)) return agent
  await requireNoLoop(ctx, settings)
  const saved = await storeVersion(ctx, agent, settings)
  if (settings.sip.answersUnknown) await keepOthersFromUnknown(ctx, saved)
  return saved
}

async function storeVersion(
  ctx: MutationCtx & { caller: Caller },
  agent: Doc<'agents'> | null,
  settings: AgentSettings,
): Promise<Doc<'agents'>> {
  const version = (agent?.version ?? 0) + 1
  const savedAt = Date.now()
  const savedBy = ctx.caller.name
  const schemaVersion = SCHEMA_VERSION
  const row = { schemaVersion, ...settings, version, updatedAt: savedAt, updatedBy: savedBy }
  const agentId = agent?._id ?? (await ctx.db.insert('agents', row))
  if (agent) await ctx.db.replace('agents', agentId, row)
  const saved = { schemaVersion, agentId, version, settings, savedAt, savedBy }
  await ctx.db.insert('agentVersions', saved)
  return requireAgent(ctx, agentId)
}

/** Calls of which no number of ours is known have one agent: the last that was saved for them. */
async function keepOthersFromUnknown(
  ctx: MutationCtx & { caller: Caller },
  chosen: Doc<'agents'>,
): Promise<void> {
  const agents = await ctx.db
    .query('agents')
    .withIndex('by_answersUnknown', (q) => q.eq('sip.answersUnknown', true))
    .collect()
  for (const agent of agents) {
    if (agent._id === chosen._id) continue
    const sip = { ...agent.sip, answersUnknown: false }
    await storeVersion(ctx, agent, { ...settingsOf(agent), sip })
  }
}

/** What is stored is held to no catalogue and no list of names: they may have changed since. */
const storedSettingsSchema = agentSettingsSchema.extend({
  engine: storedEngineSchema,
  otherEngine: storedEngineSchema.nullable(),
  tools: storedToolsSchema,
})

/** Parsing puts the fields into the order of the schema, so that equal settings give equal text. */
function sameSettings(left: AgentSettings, right: AgentSettings): boolean {
  const [a, b] = [left, right].map((settings) =>
    JSON.stringify(storedSettingsSchema.parse(settingsOf(settings))),
  )
  return a === b
}
