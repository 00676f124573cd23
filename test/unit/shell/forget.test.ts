/** A call that is over and forgotten: what its object keeps, and what it answers. */
import { expect, test, vi } from 'vitest'
import { Journal } from '../../../worker/shell/Journal.ts'
import { Outbox } from '../../../worker/shell/Outbox.ts'
import { aCall } from '../../convex/examples.ts'
import { memoryStorage } from './memoryStorage.ts'

const NOW = 1_790_000_000_000
const now = () => NOW

function endedCall() {
  const storage = memoryStorage()
  const journal = new Journal(storage, now)
  journal.open({ call: aCall('CA1'), agent: null })
  journal.append({ kind: 'ended', at: NOW, reason: 'caller_hung_up', failure: null })
  storage.kv.put('acknowledged', 1)
  return { storage, journal }
}

test('nothing stays in the storage but that the call is over', () => {
  const { storage, journal } = endedCall()
  expect(storage.entries.size).toBeGreaterThan(2)
  expect(journal.isForgotten).toBe(false)
  journal.forget()
  expect([...storage.entries]).toEqual([['forgotten', true]])
  expect(journal).toMatchObject({ record: null, opening: null, isForgotten: true })
})

test('lines that gathered, and lines that come later, are not written', () => {
  vi.useFakeTimers()
  const { storage, journal } = endedCall()
  journal.append({ kind: 'first_word', ms: 250 })
  journal.forget()
  journal.append({ kind: 'first_word', ms: 250 })
  journal.write()
  vi.runAllTimers()
  vi.useRealTimers()
  expect([...storage.entries.keys()]).toEqual(['forgotten'])
})

test('after a restart the call is still over, and may be forgotten again', () => {
  const { storage, journal } = endedCall()
  journal.forget()
  const again = new Journal(storage, now)
  expect(again).toMatchObject({ record: null, opening: null, isForgotten: true })
  again.forget()
  expect([...storage.entries.keys()]).toEqual(['forgotten'])
})

test('a record that is refused because its call was deleted takes the journal with it', async () => {
  const { storage, journal } = endedCall()
  const sent: number[] = []
  const deliver = async ({ revision }: { revision: number }) => {
    sent.push(revision)
    return { isDeleted: true }
  }
  const outbox = new Outbox(journal, storage, deliver, now)
  await outbox.flush()
  await outbox.flush()
  expect(sent).toHaveLength(1)
  expect(outbox.isEmpty).toBe(true)
  expect([...storage.entries.keys()]).toEqual(['forgotten'])
})
