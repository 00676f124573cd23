import type { Doc, Id } from '../_generated/dataModel.js'
import type { MutationCtx, QueryCtx } from '../_generated/server.js'
import { type AgentSettings, agentSettingsSchema, type AgentSnapshot } from '../model/agent.ts'
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
}: AgentSettings): AgentSettings {
  return { name, instructions, capabilities, voice }
}

export function snapshotOf(agent: Doc<'agents'>): AgentSnapshot {
  const { _id: agentId, name, version, instructions, voice } = agent
  return { agentId, name, version, instructions, voice }
}

/** Stores settings that passed the rules as the agent's next version (`null`: a new agent's first). */
export async function saveAgent(
  ctx: MutationCtx & { caller: Caller },
  agent: Doc<'agents'> | null,
  settings: AgentSettings,
): Promise<Doc<'agents'>> {
  if (agent && sameSettings(agent, settings)) return agent
  const version = (agent?.version ?? 0) + 1
  const savedAt = Date.now()
  const savedBy = ctx.caller.name
  const row = { ...settings, version, updatedAt: savedAt, updatedBy: savedBy }
  const agentId = agent?._id ?? (await ctx.db.insert('agents', row))
  if (agent) await ctx.db.replace('agents', agentId, row)
  await ctx.db.insert('agentVersions', { agentId, version, settings, savedAt, savedBy })
  return requireAgent(ctx, agentId)
}

/** Parsing puts the fields into the order of the schema, so that equal settings give equal text. */
function sameSettings(left: AgentSettings, right: AgentSettings): boolean {
  const [a, b] = [left, right].map((settings) =>
    JSON.stringify(agentSettingsSchema.parse(settingsOf(settings))),
  )
  return a === b
}
