/** What is paid for by the row and by the byte. The figures are the same in every run. */
import { expect, test } from 'vitest'
import { api } from '../../../convex/_generated/api.js'
import { useEmbeddedHost } from '../compare.ts'
import { measuredHost } from '../measured.ts'
import { callSidOf, callOf, deliveriesOf } from '../standardCall.ts'

const embedded = useEmbeddedHost()
const AT = 1_790_000_000_000

const host = () => measuredHost(embedded(), crypto.randomUUID())

test('a call of four minutes has the words that it is said to have', () => {
  const words = new Set(
    callOf({ callSid: callSidOf(1), startedAt: AT }).turns.flatMap(({ text }) => text.split(' ')),
  )
  expect(words.size).toBeGreaterThan(250)
  expect(words.size).toBeLessThan(310)
})

test('a call of four minutes writes at most 160 rows and 40 kB', async () => {
  const { service, measure } = host()
  const record = async (number: number) => {
    for (const delivery of deliveriesOf({
      callSid: callSidOf(number),
      startedAt: AT + number * 60_000,
    })) {
      await service.mutation(api.voiceCalls.record, delivery)
    }
  }
  await record(0)
  const before = await measure()
  const calls = 40
  for (let number = 1; number <= calls; number++) await record(number)
  const after = await measure()
  // A full-text table merges its parts now and then, and rows of statistics are shared: it is the mean that counts.
  const rows = { cursors: after.rowsWritten / calls, sqlite: after.changes / calls }
  const kilobytes = (after.bytes - before.bytes) / calls / 1000
  expect(rows.cursors).toBeLessThanOrEqual(160)
  expect(rows.sqlite).toBeLessThanOrEqual(160)
  expect(kilobytes).toBeLessThanOrEqual(40)
})

test('a start reads the same few rows whatever is stored', async () => {
  const { service, measure, restart } = host()
  for (let number = 0; number < 30; number++) {
    const { call, turns, events } = callOf({ callSid: callSidOf(number), startedAt: AT })
    await service.mutation(api.voiceCalls.record, { call, revision: 1, turns, events })
  }
  await measure()
  const full = await restart()
  expect(full.rowsRead).toBeLessThanOrEqual(50)
  expect(full.rowsRead).toBe((await restart()).rowsRead)
  expect(full.rowsWritten).toBe(0)
})
