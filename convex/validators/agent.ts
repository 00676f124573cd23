/**
 * The shapes of `model/agent.ts` as Convex validators: exact for what is stored and returned, loose
 * for what is sent, so that zod can answer a wrong value with a sentence that names the field.
 */
import type { Validator } from 'convex/values'
import { zodOutputToConvex, zodToConvex } from 'convex-helpers/server/zod4'
import {
  type AgentSettingsInput,
  agentSettingsSchema,
  agentSnapshotSchema,
  chatAgentSchema,
} from '../model/agent.ts'

export const vAgentSettings = zodOutputToConvex(agentSettingsSchema)
export const vAgentSettingsInput: Validator<AgentSettingsInput, 'required', string> =
  zodToConvex(agentSettingsSchema)
export const vAgentSnapshot = zodOutputToConvex(agentSnapshotSchema)
export const vChatAgent = zodOutputToConvex(chatAgentSchema)
