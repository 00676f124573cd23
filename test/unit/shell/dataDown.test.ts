/** The data layer is away for an hour, in time that does not pass: every record arrives all the same. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { JournalEntry } from '../../../worker/call/journal.ts'
import type { CallDelivery } from '../../../worker/data/delivery.ts'
import { choresOf } from '../../../worker/shell/chores/index.ts'
import { PatchBay } from '../../../worker/shell/PatchBay.ts'
import { Recorder } from '../../../worker/shell/Recorder.ts'
import { FakeStorage, opening } from './fakes.ts'

const HOUR_MS = 60 * 60_000
/** The longest wait between two tries. */
const LAST_WAIT_MS = 300_000

beforeEach(() => {
  vi.useFakeTimers({ now: 0 })
  vi.spyOn(console, 'error').mockImplementation(() => {})
})
afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

/** What arrived, and whether anything does. */
class Host {
  isDown = true
  tries = 0
  readonly arrived: CallDelivery[] = []

  async take(record: CallDelivery) {
    this.tries += 1
    if (this.isDown) throw new Error('The host is down.')
    this.arrived.push(structuredClone(record))
    return {}
  }
}

const places = { admit: async () => true, renew: async () => {}, release: async () => {} }

/** A call's object, as it begins or as it wakes after it was lost. */
function object(host: Host, storage = new FakeStorage()) {
  const recorder = new Recorder(storage, (record) => host.take(record), new PatchBay(), Date.now)
  const nothing = { chores: [], neededUntil: () => 0 }
  const chores = choresOf(storage, recorder, { twilio: null, openai: null }, places, nothing)
  return { storage, recorder, chores }
}
type CallObject = ReturnType<typeof object>

/** Lets time pass; alarms come when they are set. */
async function until(time: number, { storage, chores }: CallObject): Promise<void> {
  while (storage.alarm !== null && storage.alarm <= time) {
    const at = storage.alarm
    storage.alarm = null
    await vi.advanceTimersByTimeAsync(Math.max(0, at - Date.now()))
    await chores.run()
  }
  await vi.advanceTimersByTimeAsync(Math.max(0, time - Date.now()))
}

const key = (at: number): JournalEntry => ({
  kind: 'event',
  at,
  event: { kind: 'dtmf', summary: '1', detail: null },
})

/** A call of five minutes with a key in each of them, while nothing arrives. */
async function call(host: Host): Promise<CallObject> {
  const begun = object(host)
  begun.recorder.open(opening(0))
  await begun.chores.arm()
  for (let minute = 1; minute <= 5; minute++) {
    await until(minute * 60_000, begun)
    begun.recorder.write(key(Date.now()))
  }
  begun.recorder.write({ kind: 'ended', at: Date.now(), reason: 'agent_ended', failure: null })
  await Promise.all([begun.recorder.outbox.flush(), begun.chores.run()])
  return begun
}

const seqsOf = (host: Host): number[] =>
  host.arrived.flatMap(({ events }) => events.map(({ seq }) => seq))

test('a record arrives when the data layer is back, whole and once', async () => {
  const host = new Host()
  const ended = await call(host)
  await until(HOUR_MS, ended)
  expect(host.arrived).toEqual([])
  expect(host.tries).toBeLessThan(40)
  host.isDown = false
  await until(HOUR_MS + LAST_WAIT_MS, ended)
  expect(host.arrived).toMatchObject([{ call: { status: 'completed', endReason: 'agent_ended' } }])
  expect(seqsOf(host)).toEqual([0, 1, 2, 3, 4])
  await until(3 * HOUR_MS, ended)
  expect(host.arrived).toHaveLength(1)
})

test('also when the object was lost meanwhile, with its memory', async () => {
  const host = new Host()
  const { storage } = await call(host)
  vi.clearAllTimers()
  const woken = object(host, storage)
  await until(HOUR_MS, woken)
  host.isDown = false
  await until(HOUR_MS + LAST_WAIT_MS, woken)
  expect(host.arrived).toMatchObject([{ call: { status: 'completed' } }])
  expect(seqsOf(host)).toEqual([0, 1, 2, 3, 4])
})

test('what comes late follows in order, and nothing of it twice', async () => {
  const host = new Host()
  const ended = await call(host)
  await until(HOUR_MS / 2, ended)
  host.isDown = false
  await until(HOUR_MS / 2 + LAST_WAIT_MS, ended)
  host.isDown = true
  ended.recorder.write({ kind: 'carrier_status', status: 'completed', order: 4, durationSec: 300 })
  ended.recorder.write(key(Date.now()))
  await ended.recorder.outbox.flush()
  await ended.chores.arm()
  await until(HOUR_MS, ended)
  host.isDown = false
  await until(HOUR_MS + LAST_WAIT_MS, ended)
  const revisions = host.arrived.map(({ revision }) => revision)
  expect(revisions).toEqual(revisions.toSorted((a, b) => a - b))
  expect(host.arrived.map(({ call: { carrierStatus } }) => carrierStatus)).toEqual([
    null,
    'completed',
  ])
  // After a failure everything is sent again: the rows are found by their numbers, and stored once.
  expect([...new Set(seqsOf(host))]).toEqual([0, 1, 2, 3, 4, 7])
})
