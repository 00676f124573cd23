/** What operators see of attempts to put a caller through. */
import { expect, test } from 'vitest'
import { transferDetailSchema } from '../../../../convex/model/transfer.ts'
import { addEntry, type CallRecord, newRecord } from '../../../../worker/call/record.ts'
import type { ScriptedCall } from '../script.ts'
import { opening } from '../../shell/fakes.ts'
import { after, ALL_THE_WAY, calling, gone, notReached, person, returns } from './attempt.ts'

function recordOf(call: ScriptedCall): CallRecord {
  const begun = newRecord(opening(0).call)
  return call.journal.reduce((record, entry, seq) => addEntry(record, entry, seq), begun)
}

function shown({ events }: CallRecord) {
  return events.flatMap(({ summary, detail, kind }) => {
    const read = transferDetailSchema.safeParse(JSON.parse(detail ?? 'null'))
    return read.success ? [{ summary, kind, ...read.data }] : []
  })
}

test('an attempt that succeeds', () => {
  const call = after(calling(), [...ALL_THE_WAY, person('left'), gone('completed'), returns])
  const record = recordOf(call)
  expect(record.call.transfers).toEqual([
    {
      attempt: 1,
      destination: 'Front desk',
      to: '+12025550170',
      mode: 'warm',
      askedBy: 'operator',
      askedAt: 1_000,
      ringingAt: 2_100,
      answeredAt: 2_200,
      acceptedAt: 2_300,
      connectedAt: 2_600,
      endedAt: 2_700,
      outcome: 'connected',
      legSec: 12,
      price: null,
    },
  ])
  expect(shown(record).map(({ summary, step }) => [step, summary])).toEqual([
    ['asked', 'Calling Front desk'],
    ['ringing', 'Ringing at Front desk'],
    ['answered', 'Front desk picked up'],
    ['accepted', 'Front desk takes the call'],
    ['moving', 'Moving the caller to Front desk'],
    ['connected', 'The caller talks to Front desk'],
    ['ended', 'Front desk and the caller are done'],
  ])
  expect(record.events.map(({ summary }) => summary)).not.toContain('Put through to a person')
  expect(record.call).toMatchObject({ status: 'completed', endReason: 'transferred' })
})

test('what its leg cost comes later, and in any order', () => {
  const record = recordOf(after(calling(), [gone('busy')]))
  const price = { amount: 0.014, currency: 'USD' }
  const leg = { kind: 'transfer_leg', attempt: 1, durationSec: null, price } as const
  expect(addEntry(record, leg, 99).call.transfers).toMatchObject([{ legSec: 12, price }])
})

test('one that fails tells why', () => {
  const call = after(calling(), [...ALL_THE_WAY.slice(0, 5), notReached])
  const record = recordOf(call)
  expect(record.call.transfers).toMatchObject([{ outcome: 'carrier_failed', connectedAt: null }])
  expect(shown(record).at(-1)).toEqual({
    summary: 'The carrier could not put the caller through to Front desk',
    kind: 'carrier_error',
    attempt: 1,
    destination: 'Front desk',
    step: 'ended',
    outcome: 'carrier_failed',
    reason: 'Refused.',
  })
})

test('a line about an attempt whose beginning cannot be read changes nothing', () => {
  const record = newRecord(opening(0).call)
  const ended = {
    kind: 'transfer_ended',
    at: 5,
    attempt: 1,
    outcome: 'busy',
    detail: null,
  } as const
  expect(addEntry(record, ended, 0)).toBe(record)
})
