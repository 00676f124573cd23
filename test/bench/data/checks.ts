/** What is right or wrong, and no matter of time: counted, so that it stands beside the figures. */
import { makeFunctionReference } from 'convex/server'
import * as z from 'zod'
import { api } from '../../../convex/_generated/api.js'
import { slotOf } from '../../../convex/model/slots.ts'
import { partsOf } from '../../../worker/data/delivery.ts'
import { anEndedCall, aTurn } from '../../convex/examples.ts'
import { callOf, callSidOf } from '../../convex/standardCall.ts'
import { SAID, TYPED } from '../../convex/typedSearches.ts'
import type { DataHost } from './host.ts'

const AT = Date.UTC(2026, 5, 1)

/** Look-ups that are wrong after a release brought an index, was taken back, and came again. */
export async function wrongAfterRollback(host: DataHost): Promise<number> {
  const response = await fetch(`${host.url}/restarts/bench/rollback`)
  const answers = z.record(z.string(), z.object({ value: z.array(z.string()) }))
  const { byWord, found, gone } = answers.parse(await response.json())
  const right = [
    byWord?.value.join() === 'a,b,c',
    found?.value.join() === 'c',
    gone?.value.length === 0,
  ]
  return right.filter((isRight) => !isRight).length
}

/** Of what people type, how much does not find the call that is meant. */
export async function typedInVain(host: DataHost): Promise<{ typed: number; inVain: number }> {
  const { service, operator } = host.database('typed')
  for (const [at, [callSid, [from, text]]] of Object.entries(SAID).entries()) {
    const call = anEndedCall(callSid, { from, to: '+15005550006', startedAt: AT + at })
    const turns = [aTurn(callSid, 'item', { text })]
    await service.mutation(api.voiceCalls.record, { call, revision: 1, turns, events: [] })
  }
  let inVain = 0
  for (const [text, callSid] of TYPED) {
    const paginationOpts = { numItems: 25, cursor: null }
    const { page } = await operator.query(api.voiceCalls.list, { text, paginationOpts })
    if (!page.some((call) => call.callSid === callSid)) inVain += 1
  }
  return { typed: TYPED.length, inVain }
}

/** An hour of talk, delivered whole: its largest part, and how long it took. */
export async function deliverAnHour(host: DataHost): Promise<{ rows: number; ms: number }> {
  const { service } = host.database('hour')
  const plan = {
    callSid: callSidOf(1),
    startedAt: AT,
    turns: 600,
    events: 600,
    vocabulary: 400_000,
  }
  const parts = partsOf({ ...callOf(plan), revision: 1 })
  const from = performance.now()
  for (const part of parts) await service.mutation(api.voiceCalls.record, part)
  const ms = performance.now() - from
  return { rows: Math.max(...parts.map(({ turns, events }) => turns.length + events.length)), ms }
}

const rowsOfSlot = makeFunctionReference<'query', { slotStart: number }, number>('fill:rowsOfSlot')

/** Rows of figures that 200 calls of one quarter of an hour share. */
export async function rowsThatCallsShare(host: DataHost): Promise<number> {
  const database = host.database('shares')
  const startedAt = Date.now()
  const records = Array.from({ length: 200 }, (_, at) => ({
    call: anEndedCall(callSidOf(at), { startedAt }),
    revision: 1,
    turns: [],
    events: [],
  }))
  await database.record(records)
  return database.service.query(rowsOfSlot, { slotStart: slotOf(startedAt) })
}
