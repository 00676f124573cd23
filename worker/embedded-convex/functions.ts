import * as agents from '../../convex/agents.ts'
import * as callText from '../../convex/callText.ts'
import * as overview from '../../convex/overview.ts'
import * as setup from '../../convex/setup.ts'
import * as twilioNumbers from '../../convex/twilioNumbers.ts'
import * as voiceCalls from '../../convex/voiceCalls.ts'
import { Functions } from './registry.ts'

/** Every module of `convex/` that has functions. */
export const functions = new Functions({
  agents,
  callText,
  overview,
  setup,
  twilioNumbers,
  voiceCalls,
})
