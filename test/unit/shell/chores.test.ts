import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { type Chore, Chores, nextWake } from '../../../worker/shell/chores/Chores.ts'
import { deliveryChore, deliveryDue } from '../../../worker/shell/chores/delivery.ts'
import { placeChore, placeDue } from '../../../worker/shell/chores/place.ts'
import { priceChore, priceDue } from '../../../worker/shell/chores/price.ts'
import { PatchBay } from '../../../worker/shell/PatchBay.ts'
import { Recorder } from '../../../worker/shell/Recorder.ts'
import { FakeStorage, opening } from './fakes.ts'

beforeEach(() => {
  vi.spyOn(console, 'error').mockImplementation(() => {})
})
afterEach(() => {
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

const call = (status: 'in_progress' | 'completed') => ({ status })

const key = (digit: string) => ({
  kind: 'event' as const,
  at: 0,
  event: { kind: 'dtmf' as const, summary: digit, detail: null },
})

function recorderOf(storage: FakeStorage): Recorder {
  const recorder = new Recorder(
    storage,
    async () => ({}),
    new PatchBay(),
    () => 0,
  )
  recorder.open(opening(0))
  return recorder
}

/** Is due at these times, one after the other. */
function chore(...dues: (number | null)[]): Chore & { ran: number[] } {
  const ran: number[] = []
  return {
    ran,
    due: () => dues[0] ?? null,
    async run(now) {
      ran.push(now)
      dues.shift()
    },
  }
}

describe('the one alarm', () => {
  test('is set for what is due first, and never for the past', () => {
    expect(nextWake([], 50)).toBeNull()
    expect(nextWake([null, null], 50)).toBeNull()
    expect(nextWake([null, 200, 100], 50)).toBe(100)
    expect(nextWake([20, 100], 50)).toBe(50)
  })

  test('does what is due, and is set for what is next', async () => {
    const storage = new FakeStorage()
    const [now, later, never] = [chore(10, 300), chore(200), chore(null)]
    const chores = new Chores(storage, [never, now, later], () => 100)
    await chores.run()
    expect([now.ran, later.ran, never.ran]).toEqual([[100], [], []])
    expect(storage.alarm).toBe(200)
  })

  test('is taken off when nothing is left', async () => {
    const storage = new FakeStorage()
    storage.alarm = 5
    await new Chores(storage, [chore(null)], () => 100).arm()
    expect(storage.alarm).toBeNull()
  })
})

describe('delivering the record', () => {
  const outbox = { isEmpty: false, retryMs: 0, triedAt: 1_000 }

  test('is due until all is acknowledged', () => {
    expect(deliveryDue({ ...outbox, isEmpty: true }, false)).toBeNull()
    expect(deliveryDue(outbox, false)).toBe(2_000)
  })

  test('waits as long as the outbox wants to', () => {
    expect(deliveryDue({ ...outbox, retryMs: 15_000 }, false)).toBe(16_000)
    expect(deliveryDue({ ...outbox, retryMs: 15_000 }, true)).toBe(16_000)
  })

  test('lets the changes of a call that runs gather, however slow the data layer is', async () => {
    vi.useFakeTimers({ now: 0 })
    const storage = new FakeStorage()
    let delivered = 0
    const slow = async () => {
      delivered += 1
      await new Promise((resolve) => setTimeout(resolve, 3_000))
      return {}
    }
    const recorder = new Recorder(storage, slow, new PatchBay(), Date.now)
    recorder.open(opening(0))
    const chores = new Chores(storage, [deliveryChore(recorder)], Date.now)
    await chores.arm()
    for (let second = 1; second <= 50; second++) {
      recorder.write(key(String(second % 10)))
      await vi.advanceTimersByTimeAsync(1_000)
      if (storage.alarm !== null && storage.alarm <= Date.now()) void chores.run()
    }
    expect(delivered).toBe(1)
    await vi.advanceTimersByTimeAsync(80_000)
    expect(delivered).toBe(2)
  })

  test('a data layer that refuses is asked no more often the more is written', async () => {
    vi.useFakeTimers({ now: 0 })
    const storage = new FakeStorage()
    const triedAt: number[] = []
    const refuse = async () => {
      triedAt.push(Date.now())
      throw new Error('It is down.')
    }
    const recorder = new Recorder(storage, refuse, new PatchBay(), Date.now)
    recorder.open(opening(0))
    const chores = new Chores(storage, [deliveryChore(recorder)], Date.now)
    await chores.arm()
    for (let tenth = 1; tenth <= 300; tenth++) {
      recorder.write(key(String(tenth % 10)))
      await vi.advanceTimersByTimeAsync(100)
      if (storage.alarm !== null && storage.alarm <= Date.now()) await chores.run()
    }
    expect(triedAt).toEqual([400, 1_400, 3_400, 8_400, 23_400])
  })
})

const at = (last: number, failed = false) => ({ at: last, failed })

describe('the place on the line', () => {
  test('is renewed every minute while the call runs, and given back when it is over', () => {
    expect(placeDue(null, false, at(5))).toBeNull()
    expect(placeDue(call('in_progress'), false, at(5))).toBe(60_005)
    expect(placeDue(call('completed'), false, at(5))).toBe(5)
    expect(placeDue(call('completed'), false, at(5, true))).toBe(5_005)
    expect(placeDue(call('completed'), true, at(5))).toBeNull()
  })

  test('is asked for again until it was given back, also after a restart', async () => {
    const storage = new FakeStorage()
    const recorder = recorderOf(storage)
    const asked: string[] = []
    let isDown = true
    const places = {
      admit: async () => true,
      renew: async (callSid: string) => void asked.push(`renew ${callSid}`),
      release: async (callSid: string) => {
        asked.push(`release ${callSid}`)
        if (isDown) throw new Error('It is away.')
      },
    }
    const chore = placeChore(storage, recorder.journal, places, () => 0)
    await chore.run(60_000)
    expect(chore.due(60_000)).toBe(120_000)
    recorder.write({ kind: 'ended', at: 70_000, reason: 'agent_ended', failure: null })
    await chore.run(70_000)
    expect(chore.due(70_000)).toBe(75_000)
    isDown = false
    const again = placeChore(storage, recorder.journal, places, () => 75_000)
    await again.run(75_000)
    expect(asked).toEqual(['renew CA1', 'release CA1', 'release CA1'])
    expect(again.due(80_000)).toBeNull()
    expect(placeChore(storage, recorder.journal, places, () => 0).due(0)).toBeNull()
  })
})

describe('the carrier’s price', () => {
  const desk = { due: (endedAt: number, attempt: number) => endedAt + attempt * 1_000 }
  const over = { cost: { parts: {}, carrier: null }, endedAt: 5_000 }

  test('is asked for when the call is over, until it is known or given up', () => {
    expect(priceDue(null, desk, 0)).toBeNull()
    expect(priceDue(over, null, 0)).toBeNull()
    expect(priceDue({ ...over, endedAt: null }, desk, 0)).toBeNull()
    expect(priceDue(over, desk, 2)).toBe(7_000)
    expect(priceDue(over, { due: () => null }, 2)).toBeNull()
    const carrier = { amount: 0.01, currency: 'USD' }
    expect(priceDue({ ...over, cost: { parts: {}, carrier } }, desk, 0)).toBeNull()
  })

  test('is written down with the carrier’s own duration, and not asked for again', async () => {
    const storage = new FakeStorage()
    const recorder = recorderOf(storage)
    recorder.write({ kind: 'ended', at: 5_000, reason: 'caller_hung_up', failure: null })
    const answers = [
      { status: 'completed', duration: '4', price: null, price_unit: null },
      { status: 'completed', duration: '4', price: '-0.0085', price_unit: 'USD' },
    ]
    vi.stubGlobal('fetch', async () => Response.json(answers.shift()))
    const account = { accountSid: 'AC1', authToken: 'x', baseUrl: 'http://localhost' }
    const chore = priceChore(storage, recorder, { twilio: account, openai: null })
    const [first, second] = [chore.due(5_000), await chore.run(5_000), chore.due(5_000)].filter(
      (due) => typeof due === 'number',
    )
    expect(second).toBeGreaterThan(first ?? Infinity)
    expect(storage.kv.get('askedPrice')).toBe(1)
    await chore.run(20_000)
    expect(recorder.journal.record?.call).toMatchObject({
      carrierStatus: 'completed',
      carrierDurationSec: 4,
      cost: { carrier: { amount: 0.0085, currency: 'USD' } },
    })
    expect(chore.due(20_000)).toBeNull()
  })

  test('is no business of a call from the browser', () => {
    const storage = new FakeStorage()
    const recorder = new Recorder(
      storage,
      async () => ({}),
      new PatchBay(),
      () => 0,
    )
    const { call: row, agent } = opening(0)
    recorder.open({ call: { ...row, carrier: 'browser' }, agent })
    recorder.write({ kind: 'ended', at: 5_000, reason: 'caller_hung_up', failure: null })
    expect(priceChore(storage, recorder, { twilio: null, openai: null }).due(5_000)).toBeNull()
  })
})
