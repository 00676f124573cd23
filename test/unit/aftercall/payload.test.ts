import { expect, test } from 'vitest'
import { addEntry, newRecord } from '../../../worker/call/record.ts'
import { payloadOf } from '../../../worker/aftercall/webhooks/payload.ts'
import { opening } from '../shell/fakes.ts'

const START = Date.UTC(2026, 10, 28, 12)
const { call, agent } = opening(START)
const turn = {
  itemId: 'i1',
  role: 'agent' as const,
  text: 'Hello, how can I help?',
  heardText: 'Hello,',
  startedAtMs: 600,
  endedAtMs: 900,
  generatedMs: 1_500,
  heardMs: 300,
  interrupted: true,
  timing: null,
}
const record = [
  { kind: 'answered' as const, at: START + 500 },
  { kind: 'turn' as const, turn },
  { kind: 'ended' as const, at: START + 61_000, reason: 'caller_hung_up' as const, failure: null },
].reduce(addEntry, newRecord(call))

const sent = (event: Parameters<typeof payloadOf>[0], analysis: Parameters<typeof payloadOf>[3]) =>
  JSON.parse(payloadOf(event, record, agent, analysis))

test('each event tells its version, when it happened, the call and the agent', () => {
  expect(sent('call.started', null)).toEqual({
    type: 'call.started',
    version: 1,
    timestamp: '2026-11-28T12:00:00.500Z',
    data: {
      call: {
        id: 'CA1',
        from: '+12025550199',
        to: '+12025550100',
        direction: 'inbound',
        carrier: 'twilio',
        status: 'completed',
        startedAt: '2026-11-28T12:00:00.000Z',
        answeredAt: '2026-11-28T12:00:00.500Z',
        endedAt: '2026-11-28T12:01:01.000Z',
        durationSec: 60.5,
        endReason: 'caller_hung_up',
        failure: null,
      },
      agent: { id: 'a1', name: 'Reception', version: 1 },
    },
  })
})

test('the end comes with what was heard, and never with more', () => {
  const { timestamp, data } = sent('call.completed', null)
  expect(timestamp).toBe('2026-11-28T12:01:01.000Z')
  expect(data.transcript).toEqual([{ role: 'agent', text: 'Hello,', atMs: 600, interrupted: true }])
})

test('the outcome comes with its fields by name', () => {
  const { timestamp, data } = sent('call.analyzed', {
    state: 'done',
    at: START + 70_000,
    model: 'm',
    outcome: 'resolved',
    summary: 'Good.',
    fields: [{ name: 'guests', type: 'number', value: 4 }],
  })
  expect(timestamp).toBe('2026-11-28T12:01:10.000Z')
  expect(data.outcome).toEqual({ outcome: 'resolved', summary: 'Good.', fields: { guests: 4 } })
})
