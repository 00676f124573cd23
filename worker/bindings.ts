import type { EmbeddedConvex } from './embedded-convex/EmbeddedConvex.ts'
import type { CallDirectory } from './objects/CallDirectory.ts'
import type { ChatLimits } from './objects/ChatLimits.ts'
import type { ChatSession } from './objects/ChatSession.ts'
import type { DiscordWebhook } from './objects/DiscordWebhook.ts'
import type { OperatorSessions } from './objects/OperatorSessions.ts'
import type { VoiceCallSession } from './objects/VoiceCallSession.ts'

/** What wrangler.toml binds. The settings are read by `readConfig` alone. */
export interface Bindings {
  CALLS: DurableObjectNamespace<VoiceCallSession>
  DIRECTORY: DurableObjectNamespace<CallDirectory>
  CONVEX: DurableObjectNamespace<EmbeddedConvex>
  CHATS: DurableObjectNamespace<ChatSession>
  CHAT_LIMITS: DurableObjectNamespace<ChatLimits>
  DISCORD: DurableObjectNamespace<DiscordWebhook>
  OPERATORS: DurableObjectNamespace<OperatorSessions>
  ASSETS: Fetcher
  /** Which version of the Worker runs here. */
  VERSION?: WorkerVersionMetadata
  /** Counts what one client asks for; not everybody binds it. */
  CLIENT_LIMIT?: RateLimit
}
