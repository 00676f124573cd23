import { describeEngine } from './engine/describeEngine.ts'
import { echoRig } from './engine/echoRig.ts'
import { pipelineRig } from './engine/pipelineRig.ts'
import { realtimeRig } from './engine/realtimeRig.ts'
import { sipRig } from './engine/sipRig.ts'

describeEngine('realtime', realtimeRig)
describeEngine('echo', echoRig, { asksNobody: true })
describeEngine('sip', sipRig)
describeEngine('pipeline', pipelineRig)
