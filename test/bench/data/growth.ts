/** What a call costs, and what a start, a new index and an overview cost once many are stored. */
import { api } from '../../../convex/_generated/api.js'
import { anAgent } from '../../convex/examples.ts'
import type { MeasuredHost } from '../../convex/measured.ts'
import { callOf, callSidOf, deliveriesOf } from '../../convex/standardCall.ts'
import { spreadOf } from '../percentiles.ts'
import type { DataHost } from './host.ts'

const AT = Date.UTC(2026, 5, 1)
const NUMBER = '+12025550100'
const SLOT_MS = 15 * 60_000

export interface CallCost {
  rowsByCursor: number
  rowsBySqlite: number
  kilobytes: number
  cpuMs: number
}

/** The mean of `calls` calls of four minutes, each in three deliveries. */
export async function measureCall(host: DataHost, calls: number): Promise<CallCost> {
  const { service, measure } = host.database('calls')
  const record = async (number: number) => {
    const plan = { callSid: callSidOf(number), startedAt: AT + number * 60_000 }
    for (const delivery of deliveriesOf(plan))
      await service.mutation(api.voiceCalls.record, delivery)
  }
  // The first ones compile the code.
  for (let number = 0; number < 60; number++) await record(number)
  const before = await measure()
  const cpuMs = await host.cpuOf(async () => {
    for (let number = 60; number < 60 + calls; number++) await record(number)
  })
  const after = await measure()
  return {
    rowsByCursor: after.rowsWritten / calls,
    rowsBySqlite: after.changes / calls,
    kilobytes: (after.bytes - before.bytes) / calls / 1000,
    cpuMs: cpuMs / calls,
  }
}

export interface Growth {
  calls: number
  startRowsRead: number
  /** The first look-up after a start, and the second, in ms. */
  firstLookupMs: number
  secondLookupMs: number
  /** Of a new index on the turns. */
  indexStartMs: number
  indexBuildMs: number
  /** The slowest look-up meanwhile, in ms. */
  indexLookupMs: number
}

export async function measureGrowth(host: DataHost, calls: number): Promise<Growth> {
  const database = host.database(`growth-${calls}`)
  const agent = await database.operator.mutation(api.agents.create, { settings: anAgent() })
  await database.operator.mutation(api.twilioNumbers.add, {
    phoneNumber: NUMBER,
    agentId: agent._id,
  })
  for (let from = 0; from < calls; from += 100) {
    const records = Array.from({ length: Math.min(100, calls - from) }, (_, at) => ({
      ...callOf({ callSid: callSidOf(from + at), startedAt: AT + (from + at) * 60_000 }),
      revision: 1,
    }))
    await database.record(records)
  }
  const { rowsRead } = await database.restart()
  const firstLookupMs = await lookup(database)
  const secondLookupMs = await lookup(database)
  await database.forgetIndex('callTurns.by_itemId')
  const indexStartMs = await timed(() => database.restart())
  const meanwhile: number[] = []
  const built = new AbortController()
  const probe = (async () => {
    while (!built.signal.aborted) meanwhile.push(await lookup(database))
  })()
  const indexBuildMs = await timed(() => database.upkeep())
  built.abort()
  await probe
  return {
    calls,
    startRowsRead: rowsRead,
    firstLookupMs,
    secondLookupMs,
    indexStartMs,
    indexBuildMs,
    indexLookupMs: spreadOf(meanwhile).max,
  }
}

const lookup = ({ service }: MeasuredHost): Promise<number> =>
  timed(() => service.query(api.twilioNumbers.resolve, { phoneNumber: NUMBER }))

async function timed(work: () => Promise<unknown>): Promise<number> {
  const from = performance.now()
  await work()
  return performance.now() - from
}

/** CPU of one overview of `days` days with a call in every quarter of an hour, in ms. */
export async function measureOverview(host: DataHost, days: number): Promise<number> {
  const { operator, record } = host.database(`overview-${days}`)
  const slots = days * 96
  for (let from = 0; from < slots; from += 2000) {
    const records = Array.from({ length: Math.min(2000, slots - from) }, (_, at) => ({
      ...callOf({ callSid: callSidOf(from + at), startedAt: AT + (from + at) * SLOT_MS, turns: 2 }),
      revision: 1,
    }))
    await record(records.map((one) => ({ ...one, call: { ...one.call, answerMs: ANSWERS } })))
  }
  const period = { from: AT, to: AT + days * 86_400_000, utcOffsetMinutes: 330 }
  const ask = (args: typeof period) => operator.query(api.overview.summary, args)
  // Another period each time, as nothing is to be remembered.
  const periods = Array.from({ length: 30 }, (_, at) => ({ ...period, from: period.from + at }))
  for (const args of periods.slice(0, 10)) await ask(args)
  const cpuMs = await host.cpuOf(async () => {
    for (const args of periods.slice(10)) await ask(args)
  })
  return cpuMs / 20
}

const ANSWERS = Array.from({ length: 20 }, (_, at) => 300 + at * 70)
