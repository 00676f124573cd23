/** Rows as functions return them: the stored fields and Convex's own two. */
import { type GenericId, v, type VFloat64, type VId } from 'convex/values'
import schema from '../schema.ts'

const system = <Table extends keyof typeof schema.tables>(
  table: Table,
): { _id: VId<GenericId<Table>>; _creationTime: VFloat64 } => ({
  _id: v.id(table),
  _creationTime: v.number(),
})

const { agents, agentVersions, twilioNumbers, voiceCalls, callTurns, callEvents } = schema.tables

export const vAgent = agents.validator.extend(system('agents'))
export const vAgentVersion = agentVersions.validator.extend(system('agentVersions'))
export const vTwilioNumber = twilioNumbers.validator.extend(system('twilioNumbers'))
export const vVoiceCall = voiceCalls.validator.extend(system('voiceCalls'))
export const vCallTurn = callTurns.validator.extend(system('callTurns'))
export const vCallEventRow = callEvents.validator.extend(system('callEvents'))
