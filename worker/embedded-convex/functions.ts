import * as afterCalls from '../../convex/afterCalls.ts'
import * as agents from '../../convex/agents.ts'
import * as chats from '../../convex/chats.ts'
import * as deletion from '../../convex/deletion.ts'
import * as migrations from '../../convex/migrations.ts'
import * as overview from '../../convex/overview.ts'
import * as retention from '../../convex/retention.ts'
import * as secrets from '../../convex/secrets.ts'
import * as setup from '../../convex/setup.ts'
import * as twilioNumbers from '../../convex/twilioNumbers.ts'
import * as upkeep from '../../convex/upkeep.ts'
import * as voiceCalls from '../../convex/voiceCalls.ts'
import { Functions } from './registry.ts'

/** Every module of `convex/` that has functions. */
export const functions = new Functions({
  afterCalls,
  agents,
  chats,
  deletion,
  migrations,
  overview,
  retention,
  secrets,
  setup,
  twilioNumbers,
  upkeep,
  voiceCalls,
})
