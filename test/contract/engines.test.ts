import { afterAll, beforeAll } from 'vitest'
import { describeEngine } from './engine/describeEngine.ts'
import { echoRig } from './engine/echoRig.ts'
import { pipelineRig } from './engine/pipelineRig.ts'
import { realtimeRig } from './engine/realtimeRig.ts'
import { sipRig } from './engine/sipRig.ts'
import { type Probe, startProbe } from './probe/startProbe.ts'

let probe: Probe
beforeAll(async () => {
  probe = await startProbe()
})
afterAll(() => probe.dispose())

const where = () => probe
describeEngine('realtime', where, realtimeRig)
describeEngine('echo', where, echoRig, { asksNobody: true })
describeEngine('sip', where, sipRig)
describeEngine('pipeline', where, pipelineRig)
