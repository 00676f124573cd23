import type { AgentSnapshot } from '../../convex/model/agent.ts'
import { type Call, NO_USAGE } from '../../convex/model/call.ts'
import { servedModel } from '../../convex/model/models.ts'

/** A call that begins. `token` admits its media stream, once. */
export interface IncomingCall extends Pick<Call, 'callSid' | 'from' | 'to' | 'carrier'> {
  agent: AgentSnapshot
  token: string
}

/** The row of a call that has just begun; `startedAt` is epoch ms. */
export function newCall(incoming: IncomingCall, startedAt: number): Call {
  const { callSid, from, to, carrier, agent } = incoming
  return {
    callSid,
    agentId: agent.agentId,
    agentName: agent.name,
    agentVersion: agent.version,
    from,
    to,
    direction: 'inbound',
    carrier,
    engine: 'realtime',
    model: servedModel(agent.voice.model, new Date(startedAt).toISOString().slice(0, 10)),
    voice: agent.voice.voice,
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
    cost: { model: 0, transcription: 0, carrier: null },
    carrierStatus: null,
    carrierDurationSec: null,
    carrierPriceUnit: null,
  }
}
