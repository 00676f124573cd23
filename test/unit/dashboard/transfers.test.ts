import { describe, expect, test } from 'vitest'
import { TRANSFER_OUTCOMES, type TransferRecord } from '../../../convex/model/transfer.ts'
import { agentIdNow } from '../../../dashboard/features/calls/transfers/agentNow.ts'
import {
  toneOf,
  transferEventOf,
} from '../../../dashboard/features/calls/transfers/transferEvent.ts'
import { factsOf } from '../../../dashboard/features/calls/transfers/transferFacts.ts'
import {
  askedByWords,
  outcomeWords,
  runningTransfer,
  standingOf,
} from '../../../dashboard/features/calls/transfers/transferWords.ts'
import { call, ended, event } from './calls.ts'

const asked: TransferRecord = {
  attempt: 1,
  destination: 'Front desk',
  to: '+12025550170',
  mode: 'warm',
  askedBy: 'agent',
  askedAt: call.startedAt + 10_000,
  ringingAt: null,
  answeredAt: null,
  acceptedAt: null,
  connectedAt: null,
  endedAt: null,
  outcome: null,
  legSec: null,
  price: null,
}
const at = (sec: number) => call.startedAt + sec * 1000
const ringing = { ...asked, ringingAt: at(12) }
const answered = { ...ringing, answeredAt: at(20) }
const accepted = { ...answered, acceptedAt: at(30) }
const connected = { ...accepted, connectedAt: at(32) }

describe('an attempt that is under way', () => {
  test.each([
    [asked, 'Calling Front desk', 10],
    [ringing, 'Ringing Front desk', 12],
    [answered, 'Briefing Front desk', 20],
    [{ ...answered, mode: 'cold' as const }, 'Front desk has picked up', 20],
    [accepted, 'Front desk takes the call', 30],
    [connected, 'With Front desk', 32],
  ])('stands as far as it has come', (transfer, words, since) => {
    expect(standingOf(transfer)).toEqual({ words, since: at(since) })
  })

  test('is the last one, until it has ended', () => {
    const over = { ...asked, endedAt: at(20), outcome: 'busy' as const }
    expect(runningTransfer(undefined)).toBeNull()
    expect(runningTransfer([over])).toBeNull()
    expect(runningTransfer([over, { ...asked, attempt: 2 }])).toMatchObject({ attempt: 2 })
    expect(runningTransfer([connected])).toBe(connected)
  })
})

const texts = (transfer: TransferRecord) =>
  factsOf(transfer, ended).map(({ label, text }) => `${label}: ${text}`)

describe('an attempt that is over', () => {
  test('each outcome has words of its own, and one of a later release is shown as it is', () => {
    const all = TRANSFER_OUTCOMES.map((outcome) => outcomeWords({ outcome }).words)
    expect(new Set(all).size).toBe(TRANSFER_OUTCOMES.length)
    expect(outcomeWords({ outcome: null }).words).toBe('Not known')
    const later: TransferRecord = JSON.parse('{"outcome":"line_full","askedBy":"clock"}')
    expect(outcomeWords(later).words).toBe('line full')
    expect(askedByWords(later)).toBe('clock')
  })

  test('tells the times of both sides of the line, and the price', () => {
    const price = { amount: 0.0234, currency: 'USD' }
    const over = { ...connected, endedAt: at(152), outcome: 'connected' as const }
    expect(texts({ ...over, legSec: 134, price })).toEqual([
      'Asked at: 0:10, by the agent',
      'Rang for: 0:08',
      'Briefed for: 0:10',
      'Caller waited: 0:22',
      'Talked for: 2:00',
      'Person’s line: 2:14',
      'Price: $0.0234',
    ])
    expect(texts(over).slice(-2)).toEqual(['Person’s line: pending', 'Price: pending'])
    const busy = {
      ...asked,
      askedBy: 'operator' as const,
      endedAt: at(13),
      outcome: 'busy' as const,
    }
    expect(texts({ ...busy, mode: 'cold' })).toEqual([
      'Asked at: 0:10, by an operator',
      'Caller waited: 0:03',
    ])
  })

  test('one that the end of the call cut ends with it', () => {
    const facts = factsOf({ ...ringing, outcome: null }, ended)
    expect(facts).toContainEqual({ label: 'Rang for', text: '0:08' })
  })
})

describe('events of the timeline', () => {
  const detail = { attempt: 1, destination: 'desk', step: 'ended', outcome: 'busy', reason: 'No.' }

  test('tell of an attempt, where they do', () => {
    expect(transferEventOf({ detail: JSON.stringify(detail) })).toEqual(detail)
    for (const other of [null, '5', '{', '{"break":"line"}']) {
      expect(transferEventOf({ detail: other })).toBeNull()
    }
  })

  test.each([
    ['asked', undefined, 'neutral'],
    ['connected', undefined, 'good'],
    ['ended', 'connected', 'neutral'],
    ['ended', 'caller_left', 'neutral'],
    ['ended', 'no_answer', 'warn'],
    ['ended', 'carrier_failed', 'bad'],
    ['ended', 'of tomorrow', 'warn'],
  ])('%s %s is %s', (step, outcome, tone) => {
    const told = { attempt: 1, destination: 'desk', step, ...(outcome && { outcome }) }
    expect(toneOf(told)).toBe(tone)
  })
})

const handedOff = (agentId: string) => ({
  ...event,
  kind: 'note' as const,
  detail: JSON.stringify({ agentId, name: 'Billing', version: 2 }),
})

const agentOf = (events: (typeof event)[]) => agentIdNow({ call, turns: [], events })

test('the agent who talks is the last that took the call over', () => {
  expect(agentOf([event, { ...event, kind: 'note', detail: '{' }])).toBe('a1')
  expect(agentOf([handedOff('a2'), handedOff('a3'), event])).toBe('a3')
})
