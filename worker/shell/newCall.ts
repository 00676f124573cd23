import type { AgentSnapshot } from '../../convex/model/agent.ts'
import type { Call } from '../../convex/model/call.ts'
import { NO_COST } from '../../convex/model/cost.ts'
import { modelAndVoice } from '../../convex/model/engines/index.ts'
import { SCHEMA_VERSION } from '../../convex/model/schemaVersion.ts'
import { NO_USAGE } from '../../convex/model/usage.ts'

/** A call that begins. `token` admits its media stream, once. */
export interface IncomingCall extends Pick<Call, 'callSid' | 'from' | 'to' | 'carrier'> {
  agent: AgentSnapshot
  token: string
  /** Whose call it is at the carrier, where the carrier says so. */
  accountSid?: string | undefined
}

/** The row of a call that has just begun; `startedAt` is epoch ms. */
export function newCall(incoming: IncomingCall, startedAt: number): Call {
  const { callSid, from, to, carrier, agent } = incoming
  const today = new Date(startedAt).toISOString().slice(0, 10)
  return {
    schemaVersion: SCHEMA_VERSION,
    callSid,
    agentId: agent.agentId,
    agentName: agent.name,
    agentVersion: agent.version,
    from,
    to,
    direction: 'inbound',
    carrier,
    engine: agent.engine.engine,
    ...modelAndVoice(agent.engine, today),
    status: 'in_progress',
    startedAt,
    answeredAt: null,
    endedAt: null,
    durationSec: null,
    endReason: null,
    failure: null,
    firstWordMs: null,
    answerMs: [],
    usage: NO_USAGE,
    cost: NO_COST,
    carrierStatus: null,
    carrierDurationSec: null,
  }
}
