/** What webhooks are told. Described in docs/after-the-call.md; a shape that changes gets another `version`. */
import type { WebhookEvent } from '../../../convex/model/afterCall.ts'
import type { AgentSnapshot } from '../../../convex/model/agent.ts'
import type { Call, Turn } from '../../../convex/model/call.ts'
import type { Analysis } from '../../../convex/model/outcome.ts'
import type { CallRecord } from '../../call/record.ts'

export const PAYLOAD_VERSION = 1

/** The body of a request. `at`: when it happened, epoch ms. */
export function payloadOf(
  event: WebhookEvent,
  { call, turns }: CallRecord,
  agent: AgentSnapshot,
  analysis: Analysis | null,
): string {
  const data = { call: callOf(call), agent: agentOf(agent) }
  switch (event) {
    case 'call.started':
      return payload(event, call.answeredAt ?? call.startedAt, data)
    case 'call.completed':
      return payload(event, call.endedAt ?? call.startedAt, { ...data, transcript: heard(turns) })
    case 'call.analyzed': {
      const at = analysis?.state === 'done' ? analysis.at : (call.endedAt ?? call.startedAt)
      return payload(event, at, { ...data, outcome: outcomeOf(analysis) })
    }
  }
}

const payload = (type: WebhookEvent, at: number, data: object): string =>
  JSON.stringify({ type, version: PAYLOAD_VERSION, timestamp: iso(at), data })

const iso = (at: number): string => new Date(at).toISOString()
const isoOrNull = (at: number | null): string | null => (at === null ? null : iso(at))

function callOf(call: Call) {
  const { callSid, from, to, direction, carrier, status, durationSec, endReason, failure } = call
  return {
    id: callSid,
    from,
    to,
    direction,
    carrier,
    status,
    startedAt: iso(call.startedAt),
    answeredAt: isoOrNull(call.answeredAt),
    endedAt: isoOrNull(call.endedAt),
    durationSec,
    endReason,
    failure,
  }
}

const agentOf = ({ agentId, name, version }: AgentSnapshot) => ({ id: agentId, name, version })

/** Only what the caller has said or heard. */
export const heard = (turns: readonly Turn[]) =>
  turns
    .filter(({ heardText }) => heardText.trim() !== '')
    .map(({ role, heardText, startedAtMs, interrupted }) => ({
      role,
      text: heardText,
      atMs: startedAtMs,
      interrupted,
    }))

function outcomeOf(analysis: Analysis | null) {
  if (analysis?.state !== 'done') return null
  const { outcome, summary, fields } = analysis
  const values = fields.map(({ name, value }): [string, typeof value] => [name, value])
  return { outcome, summary, fields: Object.fromEntries(values) }
}
