/** How the outside world is asked: in Node, where it is easy to look at, and in workerd, where it runs. */
import { afterAll, beforeAll } from 'vitest'
import { describeReach } from './outside/describeReach.ts'
import { type Probe, startProbeOf } from './probe/startProbe.ts'
import { outcomeSchema, tryReach } from './outside/tryReach.ts'

let probe: Probe
beforeAll(async () => {
  probe = await startProbeOf(new URL('outside/entry.ts', import.meta.url))
})
afterAll(() => probe.dispose())

describeReach('Node', () => ({ reach: tryReach }))
describeReach('workerd', () => ({
  async reach(attempt) {
    const response = await fetch(probe.origin, { method: 'POST', body: JSON.stringify(attempt) })
    return outcomeSchema.parse(await response.json())
  },
}))
