import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { CallDelivery } from '../../../worker/data/delivery.ts'
import { gatherMs, retryMs } from '../../../worker/shell/outboxPlan.ts'
import { PatchBay } from '../../../worker/shell/PatchBay.ts'
import { Recorder } from '../../../worker/shell/Recorder.ts'
import { FakeStorage, opening } from './fakes.ts'

beforeEach(() => {
  vi.useFakeTimers({ now: 0 })
  vi.spyOn(console, 'error').mockImplementation(() => {})
  vi.spyOn(console, 'warn').mockImplementation(() => {})
})
afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

function setUp(storage = new FakeStorage()) {
  const delivered: CallDelivery[] = []
  const host = { isDown: false }
  const recorder = new Recorder(
    storage,
    async (record) => {
      if (host.isDown) throw new Error('The host is down.')
      delivered.push(structuredClone(record))
      return {}
    },
    new PatchBay(),
    Date.now,
  )
  return { storage, delivered, host, recorder, outbox: recorder.outbox }
}

function begun() {
  const parts = setUp()
  parts.recorder.open(opening(0))
  return parts
}

const turn = (itemId: string, text: string) => ({
  kind: 'turn' as const,
  turn: {
    itemId,
    role: 'agent' as const,
    text,
    heardText: text,
    startedAtMs: 0,
    endedAtMs: null,
    generatedMs: 500,
    heardMs: 500,
    interrupted: false,
    timing: null,
  },
})
const key = (digit: string) => ({
  kind: 'event' as const,
  at: 0,
  event: { kind: 'dtmf' as const, summary: digit, detail: null },
})

describe('the outbox', () => {
  test('is empty before a call begins', async () => {
    const { outbox, delivered } = setUp()
    expect(outbox.isEmpty).toBe(true)
    await outbox.flush()
    expect(delivered).toEqual([])
  })

  test('delivers a call that has begun soon, without being asked', async () => {
    const { outbox, delivered } = begun()
    expect(outbox.isEmpty).toBe(false)
    await vi.advanceTimersByTimeAsync(399)
    expect(delivered).toEqual([])
    await vi.advanceTimersByTimeAsync(1)
    expect(delivered).toMatchObject([{ revision: 1, call: { status: 'in_progress' } }])
    expect(outbox.isEmpty).toBe(true)
  })

  test('lets later changes gather, and sends only what is new', async () => {
    const { outbox, delivered, recorder } = begun()
    recorder.write(turn('i1', 'Hello.'))
    recorder.write(key('1'))
    await outbox.flush()
    recorder.write(turn('i2', 'Well.'))
    recorder.write(key('2'))
    await vi.advanceTimersByTimeAsync(59_999)
    expect(delivered).toHaveLength(1)
    await vi.advanceTimersByTimeAsync(60_001)
    expect(delivered.map(({ turns }) => turns.map(({ itemId }) => itemId))).toEqual([
      ['i1'],
      ['i2'],
    ])
    expect(delivered.map(({ events }) => events.map(({ summary }) => summary))).toEqual([
      ['1'],
      ['2'],
    ])
  })

  test('sends everything again when it cannot know what arrived', async () => {
    const { outbox, delivered, recorder, host } = begun()
    recorder.write(turn('i1', 'Hello.'))
    await outbox.flush()
    host.isDown = true
    recorder.write(turn('i2', 'Well.'))
    await outbox.flush()
    expect(outbox.isEmpty).toBe(false)
    host.isDown = false
    await outbox.flush()
    expect(delivered.at(-1)?.turns.map(({ itemId }) => itemId)).toEqual(['i1', 'i2'])
    expect(outbox.isEmpty).toBe(true)
  })

  test('waits longer after every failure, and not at all after a success', async () => {
    const { outbox, host } = begun()
    host.isDown = true
    const waits: number[] = []
    for (let tries = 0; tries < 8; tries++) {
      waits.push(outbox.retryMs)
      await outbox.flush()
    }
    expect(waits).toEqual([0, 1_000, 2_000, 5_000, 15_000, 60_000, 300_000, 300_000])
    host.isDown = false
    await outbox.flush()
    expect(outbox.retryMs).toBe(0)
  })

  test('has what it delivers on disk first', async () => {
    const { outbox, recorder, storage, host } = begun()
    host.isDown = true
    recorder.write(turn('i1', 'Hello.'))
    expect(storage.values.has('lines:00000000')).toBe(false)
    await outbox.flush()
    expect(storage.values.has('lines:00000000')).toBe(true)
  })

  test('delivers one record at a time', async () => {
    const { outbox, recorder, delivered } = begun()
    const first = outbox.flush()
    recorder.write(turn('i1', 'Hello.'))
    await Promise.all([first, outbox.flush(), outbox.flush()])
    expect(delivered.map(({ revision }) => revision)).toEqual([1, 2])
  })

  test('remembers over a restart what was acknowledged', async () => {
    const { outbox, storage } = begun()
    await outbox.flush()
    const again = setUp(storage)
    expect(again.outbox.isEmpty).toBe(true)
    again.recorder.write(turn('i1', 'Hello.'))
    await again.outbox.flush()
    expect(again.delivered).toMatchObject([{ revision: 2, turns: [{ itemId: 'i1' }] }])
  })

  test('delivers after a restart what was not', async () => {
    const { outbox, storage, host, recorder } = begun()
    host.isDown = true
    recorder.write(turn('i1', 'Hello.'))
    await outbox.flush()
    const again = setUp(storage)
    expect(again.outbox.isEmpty).toBe(false)
    await again.outbox.flush()
    expect(again.delivered).toMatchObject([{ revision: 2, turns: [{ itemId: 'i1' }] }])
  })
})

test('the times between deliveries and after failures', () => {
  expect([gatherMs(true, 0.5), gatherMs(false, 0), gatherMs(false, 1)]).toEqual([
    400, 60_000, 120_000,
  ])
  expect([retryMs(0), retryMs(1), retryMs(100)]).toEqual([0, 1_000, 300_000])
})

describe('the recorder', () => {
  test('writes down at the end how many messages of each leg could not be read', () => {
    const { recorder } = begun()
    recorder.unreadable('carrier', new Error('What?'))
    recorder.unreadable('engine', new Error('What?'))
    recorder.unreadable('engine', new Error('What?'))
    recorder.write({ kind: 'ended', at: 9, reason: 'agent_ended', failure: null })
    const { record } = recorder.journal
    expect(record?.events.map(({ kind, summary }) => [kind, summary])).toEqual([
      ['carrier_error', '1 message could not be read and was dropped'],
      ['engine_error', '2 messages could not be read and were dropped'],
    ])
    expect(record?.call.status).toBe('completed')
  })

  test('tells those who watch what was written, with the record as it is then', () => {
    const patchBay = new PatchBay()
    const recorder = new Recorder(new FakeStorage(), async () => ({}), patchBay, Date.now)
    const wrote: unknown[] = []
    patchBay.plug({ wrote: (entry, { turns }) => void wrote.push([entry.kind, turns.length]) })
    recorder.open(opening(0))
    recorder.write(turn('i1', 'Hello.'))
    recorder.write({ kind: 'answer', ms: 5 })
    expect(wrote).toEqual([
      ['turn', 1],
      ['answer', 1],
    ])
  })
})
