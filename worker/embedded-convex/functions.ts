import * as agents from '../../convex/agents.ts'
import * as overview from '../../convex/overview.ts'
import * as setup from '../../convex/setup.ts'
import * as twilioNumbers from '../../convex/twilioNumbers.ts'
import * as voiceCalls from '../../convex/voiceCalls.ts'
import { Functions } from './registry.ts'

/** Every module of `convex/` that has public functions. */
export const functions = new Functions({ agents, overview, setup, twilioNumbers, voiceCalls })
