import type { EmbeddedHost } from '../data/connection.ts'
import type { CallDirectory } from './CallDirectory.ts'
import type { DiscordWebhook } from './DiscordWebhook.ts'

/** The bindings that a call uses itself. */
export interface CallBindings {
  DIRECTORY: DurableObjectNamespace<CallDirectory>
  CALLS: OtherCalls
  DISCORD: DurableObjectNamespace<DiscordWebhook>
  CONVEX: EmbeddedHost
}

/** What a call asks of the objects of its caller's other calls. */
interface OtherCalls {
  getByName(callSid: string): {
    handOn(to: string, withinMs: number): Promise<unknown>
    forgetEarlier(): Promise<void>
  }
}
