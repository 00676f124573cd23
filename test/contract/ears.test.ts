import { describeEars } from './ears/describeEars.ts'
import { scribeRig } from './ears/scribeRig.ts'

describeEars('scribe beside our own VAD', () => scribeRig(true))
describeEars('scribe alone', () => scribeRig(false))
