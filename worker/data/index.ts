/** The Worker's one door to the Convex functions, whichever host runs them. */
import type { FunctionReturnType } from 'convex/server'
import { api } from '../../convex/_generated/api.js'
import {
  type AgentSettingsInput,
  agentSettingsSchema,
  type AgentSnapshot,
} from '../../convex/model/agent.ts'
import { keptSnapshotSchema } from '../../convex/model/earlier/agent.ts'
import type { AfterCallRecord } from '../../convex/model/outcome.ts'
import { type AnsweringAgent, answeringAgentSchema } from './answeringAgent.ts'
import { connect, type DataSettings } from './connection.ts'
import { type CallDelivery, partsOf } from './delivery.ts'
import { sendWithoutRefused } from './refusal.ts'
import { storable } from './storable.ts'

export interface StoredCall {
  call: NonNullable<FunctionReturnType<typeof api.voiceCalls.get>>
  turns: FunctionReturnType<typeof api.voiceCalls.turns>
  events: FunctionReturnType<typeof api.voiceCalls.events>
}

export interface Seed {
  settings: AgentSettingsInput
  phoneNumber: string
  description: string
}

/**
 * Every method rejects when the host cannot be reached or refuses: with a `ConvexError` whose `data`
 * is a `FunctionErrorData` where a rule was broken, with a plain `Error` otherwise.
 */
export interface CallData {
  /** Who answers this E.164 number; `null` when nobody does. */
  resolveNumber(phoneNumber: string): Promise<AnsweringAgent | null>
  /** Who answers calls of which no number of ours is known; `null` when nobody does. */
  agentForUnknown(): Promise<AgentSnapshot | null>
  agentSnapshot(agentId: string): Promise<AgentSnapshot | null>
  /** Safe to repeat, also in the middle. `revision` is the one that is stored now. */
  recordCall(record: CallDelivery): Promise<FunctionReturnType<typeof api.voiceCalls.record>>
  /** Safe to repeat. */
  recordAfterCall(
    record: AfterCallRecord,
  ): Promise<FunctionReturnType<typeof api.afterCalls.record>>
  storedCall(callSid: string): Promise<StoredCall | null>
  /** Gives a new installation its first agent and number. */
  seed(seed: Seed): Promise<FunctionReturnType<typeof api.setup.seed>>
  /** Makes an edited prompt the agent's next version. */
  updatePrompt(
    agentId: string,
    instructions: string,
  ): Promise<FunctionReturnType<typeof api.setup.updatePrompt>>
  /** Lets an agent answer a number for one call. */
  addTrial(settings: AgentSettingsInput, phoneNumber: string): Promise<void>
  removeTrial(phoneNumber: string): Promise<void>
  /** What migrating the stored data left to do: a sentence each. Shows, too, that the host answers. */
  problems(): Promise<string[]>
}

export function callData(settings: DataSettings): CallData {
  return {
    async resolveNumber(phoneNumber) {
      const agent = await (
        await connect(settings)
      ).query(api.twilioNumbers.resolve, { phoneNumber })
      return answeringAgentSchema.nullable().parse(agent)
    },
    async agentForUnknown() {
      const agent = await (await connect(settings)).query(api.agents.forUnknown, {})
      return keptSnapshotSchema.nullable().parse(agent)
    },
    async agentSnapshot(agentId) {
      const agent = await (await connect(settings)).query(api.agents.snapshot, { agentId })
      return keptSnapshotSchema.nullable().parse(agent)
    },
    async recordCall(record) {
      const client = await connect(settings)
      const [last, ...earlier] = partsOf(storable(record)).toReversed()
      const send = (part: CallDelivery) =>
        sendWithoutRefused(part, (rest) => client.mutation(api.voiceCalls.record, rest))
      for (const part of earlier.toReversed()) await send(part)
      return send(last ?? record)
    },
    async recordAfterCall(record) {
      return (await connect(settings)).mutation(api.afterCalls.record, record)
    },
    async storedCall(callSid) {
      const client = await connect(settings)
      const [call, turns, events] = await Promise.all([
        client.query(api.voiceCalls.get, { callSid }),
        client.query(api.voiceCalls.turns, { callSid }),
        client.query(api.voiceCalls.events, { callSid }),
      ])
      return call && { call, turns, events }
    },
    async seed({ settings: agent, phoneNumber, description }) {
      const client = await connect(settings)
      const agentSettings = agentSettingsSchema.parse(agent)
      return client.mutation(api.setup.seed, { settings: agentSettings, phoneNumber, description })
    },
    async updatePrompt(agentId, instructions) {
      return (await connect(settings)).mutation(api.setup.updatePrompt, { agentId, instructions })
    },
    async addTrial(agent, phoneNumber) {
      const client = await connect(settings)
      const agentSettings = agentSettingsSchema.parse(agent)
      await client.mutation(api.setup.addTrial, { settings: agentSettings, phoneNumber })
    },
    async removeTrial(phoneNumber) {
      await (await connect(settings)).mutation(api.setup.removeTrial, { phoneNumber })
    },
    async problems() {
      return (await connect(settings)).query(api.migrations.problems, {})
    },
  }
}
