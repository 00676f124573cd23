import { describe, expect, test } from 'vitest'
import { Chores } from '../../../worker/shell/chores/Chores.ts'
import { forgetChore, forgetDue } from '../../../worker/shell/chores/forget.ts'
import { PatchBay } from '../../../worker/shell/PatchBay.ts'
import { Recorder } from '../../../worker/shell/Recorder.ts'
import { aCall } from '../../convex/examples.ts'
import { memoryStorage } from './memoryStorage.ts'

const END = 1_790_000_000_000
const DAY = 86_400_000
const ALL = { isDelivered: true, isPriced: true }

describe('a journal is due', () => {
  test.each([
    ['a day after the end', { endedAt: END }, ALL, END + DAY],
    ['never while the call runs', { endedAt: null }, ALL, null],
    ['never without a call', null, ALL, null],
    ['never while the record is not taken', { endedAt: END }, { ...ALL, isDelivered: false }, null],
    ['never while the price is asked for', { endedAt: END }, { ...ALL, isPriced: false }, null],
    [
      'when nothing else needs it',
      { endedAt: END },
      { ...ALL, neededUntil: END + 7 * DAY },
      END + 7 * DAY,
    ],
    [
      'never while something is left to do',
      { endedAt: END },
      { ...ALL, neededUntil: Infinity },
      null,
    ],
  ])('%s', (_, call, left, due) => {
    expect(forgetDue(call, left)).toBe(due)
  })
})

function endedCall(deliver: () => Promise<object>) {
  const clock = { now: END }
  const now = () => clock.now
  const storage = memoryStorage()
  const recorder = new Recorder(storage, deliver, new PatchBay(), now)
  recorder.journal.open({ call: aCall('CA1'), agent: null })
  recorder.journal.append({ kind: 'ended', at: END, reason: 'caller_hung_up', failure: null })
  const chores = new Chores(storage, [forgetChore(recorder, () => true)], now)
  return { clock, storage, recorder, chores }
}

test('the object wakes once more, drops its journal, and sleeps for good', async () => {
  const { clock, storage, recorder, chores } = endedCall(async () => ({}))
  await recorder.outbox.flush()
  await chores.run()
  expect(storage.alarm.at).toBe(END + DAY)
  expect(recorder.journal.record).not.toBeNull()
  clock.now = END + DAY
  await chores.run()
  expect(storage.alarm.at).toBeNull()
  expect([...storage.entries.keys()]).toEqual(['forgotten'])
})

test('a record that nobody takes stays in its journal, however old', async () => {
  const { clock, storage, recorder, chores } = endedCall(async () => {
    throw new Error('down')
  })
  await recorder.outbox.flush()
  clock.now = END + 30 * DAY
  await chores.run()
  expect(recorder.journal.record?.call.callSid).toBe('CA1')
  expect(storage.entries.has('forgotten')).toBe(false)
})
