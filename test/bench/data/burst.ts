/** A hundred calls begin at once while people look on: how long does a number's look-up take? */
import { api } from '../../../convex/_generated/api.js'
import { anAgent } from '../../convex/examples.ts'
import { callSidOf, deliveriesOf } from '../../convex/standardCall.ts'
import { type Spread, spreadOf } from '../percentiles.ts'
import type { DataHost } from './host.ts'
import { watch } from './watcher.ts'

const CALLS = 100
const PROBERS = 5
/** Between the answer to a look-up and the next one: many calls come in at once. */
const PROBE_EVERY_MS = 20
const NUMBER = '+12025550100'

export interface Burst {
  clients: number
  queries: number
  /** Of a look-up, from the client and back, in ms. */
  lookup: Spread
  /** The same within the object: from the request's arrival there to its answer. */
  inside: Spread
  /** From the first record sent to the last one acknowledged, in ms. */
  storedMs: number
  cpuMs: number
}

/** What a tab watches; more queries are pages of agents. */
function queriesOf(count: number): [string, object][] {
  const paginationOpts = { numItems: 25, cursor: null }
  const now = Date.now()
  const all: [string, object][] = [
    ['voiceCalls:active', {}],
    ['voiceCalls:list', { paginationOpts }],
    ['overview:summary', { from: now - 86_400_000, to: now + 86_400_000, utcOffsetMinutes: 0 }],
    ['agents:list', {}],
    ['twilioNumbers:list', {}],
    ...Array.from({ length: 20 }, (_, at): [string, object] => [
      'voiceCalls:list',
      { paginationOpts, agentId: `agent ${at}` },
    ]),
  ]
  return all.slice(0, count)
}

export async function measureBurst(
  host: DataHost,
  clients: number,
  queries: number,
): Promise<Burst> {
  const name = `burst-${clients}-${queries}`
  const { operator, service, inside } = host.database(name)
  const agent = await operator.mutation(api.agents.create, { settings: anAgent() })
  await operator.mutation(api.twilioNumbers.add, { phoneNumber: NUMBER, agentId: agent._id })
  const watchers = await Promise.all(
    Array.from({ length: clients }, (_, at) =>
      watch(`${host.url}/measured/${name}`, `operator.${at}`, queriesOf(queries)),
    ),
  )
  const lookups: number[] = []
  await inside()
  const over = new AbortController()
  const probe = async () => {
    while (!over.signal.aborted) {
      const from = performance.now()
      await service.query(api.twilioNumbers.resolve, { phoneNumber: NUMBER })
      lookups.push(performance.now() - from)
      await new Promise((resolve) => setTimeout(resolve, PROBE_EVERY_MS))
    }
  }
  const from = performance.now()
  const cpuMs = await host.cpuOf(async () => {
    const probers = Array.from({ length: PROBERS }, probe)
    await Promise.all(
      Array.from({ length: CALLS }, async (_, at) => {
        const plan = { callSid: callSidOf(at), startedAt: Date.now() }
        const [first, second] = deliveriesOf(plan)
        for (const delivery of [first, second]) {
          if (delivery) await service.mutation(api.voiceCalls.record, delivery, { skipQueue: true })
        }
      }),
    )
    over.abort()
    await Promise.all(probers)
  })
  const storedMs = performance.now() - from
  for (const watcher of watchers) watcher.close()
  return {
    clients,
    queries,
    lookup: spreadOf(lookups),
    inside: spreadOf(await inside()),
    storedMs,
    cpuMs,
  }
}
