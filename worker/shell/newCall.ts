import type { AgentSnapshot } from '../../convex/model/agent.ts'
import type { Call } from '../../convex/model/call.ts'
import { NO_COST } from '../../convex/model/cost.ts'
import { modelAndVoice } from '../../convex/model/engines/index.ts'
import { SCHEMA_VERSION } from '../../convex/model/schemaVersion.ts'
import { NO_USAGE } from '../../convex/model/usage.ts'

/** A call that comes in. `agent`: who answers; `null`: nobody. */
export interface IncomingCall extends Pick<Call, 'callSid' | 'from' | 'to' | 'carrier'> {
  agent: AgentSnapshot | null
  /** Admits its media stream, once; '': none comes. */
  token: string
  /** What the model's vendor calls the caller's leg, where it goes there without us. */
  legId?: string | undefined
  /** What is to stand on its timeline from the beginning. */
  note?: string | undefined
  /** Whose call it is at the carrier, where the carrier says so. */
  accountSid?: string | undefined
}

/** The row of a call that has just begun; `startedAt` is epoch ms. */
export function newCall(incoming: IncomingCall, startedAt: number): Call {
  const { callSid, from, to, carrier, agent } = incoming
  return {
    schemaVersion: SCHEMA_VERSION,
    callSid,
    ...answeredBy(agent, new Date(startedAt).toISOString().slice(0, 10)),
    from,
    to,
    direction: 'inbound',
    carrier,
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

type Answering = Pick<Call, 'agentId' | 'agentName' | 'agentVersion' | 'engine' | 'model' | 'voice'>

function answeredBy(agent: AgentSnapshot | null, today: string): Answering {
  if (!agent) {
    return { agentId: null, agentName: '', agentVersion: 0, engine: '', model: '', voice: '' }
  }
  return {
    agentId: agent.agentId,
    agentName: agent.name,
    agentVersion: agent.version,
    engine: agent.engine.engine,
    ...modelAndVoice(agent.engine, today),
  }
}
