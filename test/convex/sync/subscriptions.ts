/**
 * Whatever is written, a watched query shows what the same query answers when it is asked anew. That
 * fresh answers are those of Convex is held by the comparisons.
 */
import type { FunctionReference, OptionalRestArgs } from 'convex/server'
import { expect, test } from 'vitest'
import { api } from '../../../convex/_generated/api.js'
import { useEmbeddedHost } from '../compare.ts'
import { aCall, anAgent, anEndedCall, anEvent, aTurn } from '../examples.ts'
import { probe } from '../probe/api.ts'
import { counted } from '../probe/countedApi.ts'
import { openClient, openProbe, watch } from './view.ts'

const embedded = useEmbeddedHost()

/** Numbers that look random and are the same each time. */
function dice(seed: number): (sides: number) => number {
  let state = seed
  return (sides) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * sides)
  }
}

interface Thing {
  group: string
  key: number
}

const HOLDS = {
  gt: (key: number, bound: number) => key > bound,
  gte: (key: number, bound: number) => key >= bound,
  lt: (key: number, bound: number) => key < bound,
  lte: (key: number, bound: number) => key <= bound,
}

test.each([1, 2, 3])(
  'any range of an index stays true under any writes (seed %i)',
  async (seed) => {
    const roll = dice(seed)
    const aThing = (): Thing => ({ group: `group ${roll(2)}`, key: roll(12) })
    const client = openProbe(`${embedded().url}/probe/${crypto.randomUUID()}`)
    const ranges = Array.from({ length: 12 }, () => ({
      group: aThing().group,
      order: 'asc' as const,
      lower: { bound: roll(2) ? ('gt' as const) : ('gte' as const), key: roll(6) },
      upper: { bound: roll(2) ? ('lt' as const) : ('lte' as const), key: 6 + roll(6) },
    }))
    const views = ranges.map((range) => watch(client, probe.between, range))
    let things: Thing[] = []
    for (let step = 0; step < 40; step += 1) {
      const thing = aThing()
      const isInsert = roll(3) > 0
      things = isInsert
        ? [...things, thing]
        : things.filter(({ group, key }) => group !== thing.group || key !== thing.key)
      await client.mutation(isInsert ? counted.insert : counted.remove, { ...thing })
      const expected = ranges.map(({ group, lower, upper }) =>
        things
          .filter((thing) => thing.group === group && HOLDS[lower.bound](thing.key, lower.key))
          .filter((thing) => HOLDS[upper.bound](thing.key, upper.key))
          .map(({ key }) => ({ key }))
          .toSorted((a, b) => a.key - b.key),
      )
      expect(views.map((view) => view.now())).toEqual(expected)
    }
  },
)

test('every view of the product stays true through a day of work', async () => {
  const name = crypto.randomUUID()
  const browser = openClient(`${embedded().url}/product/${name}`)
  browser.setAuth(() => embedded().token('operator'))
  const operator = await embedded().client(name, 'operator')
  const service = await embedded().client(name, 'service')
  const agent = await operator.mutation(api.agents.create, { settings: anAgent() })

  const checks: (() => Promise<unknown>)[] = []
  const show = <Q extends FunctionReference<'query'>>(query: Q, ...args: OptionalRestArgs<Q>) => {
    const view = watch(browser, query, ...args)
    checks.push(async () => view.untilEqual(await operator.query(query, ...args)))
  }
  const agentId = agent._id
  const callSid = 'CA1'
  const paginationOpts = { numItems: 50, cursor: null }
  show(api.agents.list)
  show(api.agents.get, { agentId })
  show(api.agents.versions, { agentId, paginationOpts })
  show(api.twilioNumbers.list, {})
  show(api.twilioNumbers.list, { agentId })
  show(api.voiceCalls.active)
  show(api.voiceCalls.get, { callSid })
  show(api.voiceCalls.turns, { callSid })
  show(api.voiceCalls.events, { callSid })
  show(api.voiceCalls.list, { paginationOpts })
  show(api.voiceCalls.list, { paginationOpts, agentId, status: 'completed' })
  show(api.voiceCalls.list, { paginationOpts, text: 'hello' })
  show(api.overview.summary, {
    from: aCall('').startedAt - 1e8,
    to: aCall('').startedAt + 1e8,
    utcOffsetMinutes: 60,
  })

  const add = { phoneNumber: '+12025550177', agentId }
  const call = aCall(callSid, { agentId })
  const ended = anEndedCall(callSid, { agentId })
  const day = [
    () => browser.mutation(api.agents.create, { settings: anAgent({ name: 'Night' }) }),
    () => browser.mutation(api.twilioNumbers.add, add),
    () => browser.mutation(api.agents.update, { agentId, settings: anAgent({ name: 'Day' }) }),
    () => service.mutation(api.voiceCalls.record, { call, revision: 1, turns: [], events: [] }),
    () =>
      service.mutation(api.voiceCalls.record, {
        call,
        revision: 2,
        turns: [aTurn(callSid, 'item 1')],
        events: [anEvent(callSid, 1)],
      }),
    () =>
      service.mutation(api.voiceCalls.record, {
        call: ended,
        revision: 3,
        turns: [aTurn(callSid, 'item 2', { text: 'Goodbye', startedAtMs: 3000 })],
        events: [],
      }),
    () => browser.mutation(api.agents.restore, { agentId, version: 1 }),
  ]
  for (const step of [async () => null, ...day]) {
    await step()
    await Promise.all(checks.map((check) => check()))
  }
  expect(checks).toHaveLength(13)
})
