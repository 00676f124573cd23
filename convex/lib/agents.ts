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
import type { Caller } from './access.ts'
import { functionError } from './errors.ts'

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

/** A fallback number that one of our own agents answers would ring itself for ever. */
async function requireNoLoop(ctx: QueryCtx, { voice }: AgentSettings): Promise<void> {
  const { fallbackNumber } = voice
  if (fallbackNumber === null) return
  const own = await ctx.db
    .query('twilioNumbers')
    .withIndex('by_phoneNumber', (q) => q.eq('phoneNumber', fallbackNumber))
    .unique()
  if (!own) return
  throw functionError(
    'invalid',
    `${fallbackNumber} is answered by an agent here: the call would come back. Enter another number.`,
    'settings.voice.fallbackNumber',
  )
}

/** Nobody may fall back to a number that is answered here. */
export async function requireNoFallback(ctx: QueryCtx, phoneNumber: string): Promise<void> {
  const agent = await ctx.db
    .query('agents')
    .withIndex('by_fallbackNumber', (q) => q.eq('voice.fallbackNumber', phoneNumber))
    .first()
  if (!agent) return
  throw functionError(
    'conflict',
    `${phoneNumber} is the fallback number of ${agent.name}: calls would come back. Change that first.`,
    'phoneNumber',
  )
}

/** Stored names are held to no catalogue: a model may have left it since. */
const storedSettingsSchema = agentSettingsSchema.extend({
  engine: storedEngineSchema,
  otherEngine: storedEngineSchema.nullable(),
})

/** Parsing puts the fields into the order of the schema, so that equal settings give equal text. */
function sameSettings(left: AgentSettings, right: AgentSettings): boolean {
  const [a, b] = [left, right].map((settings) =>
    JSON.stringify(storedSettingsSchema.parse(settingsOf(settings))),
  )
  return a === b
}
