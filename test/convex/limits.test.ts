/// <reference types="vite/client" />
/** Convex's own limits on what one transaction reads and writes. */
import { convexTest } from 'convex-test'
import { expect, test } from 'vitest'
import { api } from '../../convex/_generated/api.js'
import { TOKEN_ISSUER } from '../../convex/model/identity.ts'
import schema from '../../convex/schema.ts'
import { partsOf } from '../../worker/data/delivery.ts'
import { anEndedCall } from './examples.ts'
import { SCHEMA_VERSION } from '../../convex/model/schemaVersion.ts'
import { callSidOf, callOf } from './standardCall.ts'

const AT = 1_790_000_000_000

function limited() {
  const test = convexTest({
    schema,
    modules: import.meta.glob('../../convex/**/*.{ts,js}'),
    transactionLimits: true,
  })
  const as = (role: string) =>
    test.withIdentity({ issuer: TOKEN_ISSUER, subject: role, name: role, role })
  return { test, service: as('service'), operator: as('operator') }
}

test('an hour of talk arrives whole after an outage, and is found by its words', async () => {
  const { service, operator } = limited()
  const plan = {
    callSid: callSidOf(1),
    startedAt: AT,
    turns: 600,
    events: 600,
    vocabulary: 400_000,
  }
  const whole = callOf(plan)
  const words = new Set(whole.turns.flatMap(({ text }) => text.split(' ')))
  expect(words.size).toBeGreaterThan(3000)
  for (const part of partsOf({ ...whole, revision: 7 })) {
    await service.mutation(api.voiceCalls.record, part)
  }
  const { callSid } = plan
  expect(await operator.query(api.voiceCalls.get, { callSid })).toMatchObject({ revision: 7 })
  expect(await operator.query(api.voiceCalls.turns, { callSid })).toHaveLength(600)
  expect(await operator.query(api.voiceCalls.events, { callSid })).toHaveLength(600)
  const paginationOpts = { numItems: 5, cursor: null }
  const text = whole.turns[300]?.text.split(' ')[0] ?? ''
  const found = await operator.query(api.voiceCalls.list, { text, paginationOpts })
  expect(found.page.map((call) => call.callSid)).toEqual([callSid])
})

test('calls of one quarter of an hour share many rows of figures', async () => {
  const { test, service } = limited()
  for (let number = 0; number < 200; number++) {
    const callSid = callSidOf(number)
    // Now, so that no row is old enough to be merged.
    const call = anEndedCall(callSid, { startedAt: Date.now() })
    await service.mutation(api.voiceCalls.record, { call, revision: 1, turns: [], events: [] })
  }
  const rows = await test.run((ctx) => ctx.db.query('callStats').collect())
  expect(new Set(rows.map(({ share }) => share)).size).toBeGreaterThanOrEqual(8)
  expect(rows.reduce((sum, { calls }) => sum + calls, 0)).toBe(200)
})

test('an overview of 93 busy days stays far within what a query may read', async () => {
  const { test, operator } = limited()
  const DAY = 86_400_000
  const from = Date.UTC(2026, 6, 1)
  await test.run(async (ctx) => {
    const bins = Object.fromEntries(Array.from({ length: 60 }, (_, bin) => [String(100 + bin), 9]))
    const figures = {
      calls: 2000,
      completed: 1900,
      failed: 100,
      talkSec: 400_000,
      partCosts: { model: 100, transcription: 10 },
      carrierCosts: { USD: 10 },
      failures: { model_failed: 100 },
      answerMs: bins,
      firstWordMs: bins,
    }
    const quarter = { calls: 20, failed: 1, talkSec: 4000, cost: { USD: 1.2 } }
    const quarters = Object.fromEntries(
      Array.from({ length: 96 }, (_, at) => [String(at), quarter]),
    )
    for (let day = 0; day < 93; day++) {
      await ctx.db.insert('callDays', {
        schemaVersion: SCHEMA_VERSION,
        dayStart: from + day * DAY,
        figures,
        quarters,
      })
    }
  })
  const summary = await operator.query(api.overview.summary, {
    from,
    to: from + 93 * DAY,
    utcOffsetMinutes: 0,
  })
  expect(summary.totals.calls).toBe(93 * 2000)
  expect(summary.days).toHaveLength(93)
  expect(summary.days[50]?.calls).toBe(96 * 20)
})
