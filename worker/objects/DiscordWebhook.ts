import { DurableObject } from 'cloudflare:workers'
import { secretReferenceSchema } from '../../convex/model/secret.ts'
import { discordPath } from '../../convex/model/discordAddress.ts'
import type { Handed } from '../aftercall/discord/CallOnDiscord.ts'
import { DiscordPoster } from '../aftercall/discord/DiscordPoster.ts'
import { DiscordQueue } from '../aftercall/discord/DiscordQueue.ts'
import type { DiscordLine } from '../aftercall/discord/lines.ts'
import type { QueuedLine } from '../aftercall/discord/messages.ts'
import { post } from '../aftercall/discord/post.ts'
import { readConfig } from '../config.ts'
import type { EmbeddedHost } from '../data/connection.ts'
import { PlainError } from '../lib/PlainError.ts'
import { outsideOf } from '../outside.ts'

/** The name of the object for `DISCORD_WEBHOOK_URL`; the others have the names of their secrets. */
export const OF_INSTALLATION = 'installation'

/** What was told of old calls is forgotten so often, in ms. */
const FORGET_MS = 60 * 60_000

/** One Discord webhook: whatever calls have to say there goes through its queue. */
export class DiscordWebhook extends DurableObject<{ CONVEX: EmbeddedHost }> {
  readonly #queue = new DiscordQueue(this.ctx.storage)
  readonly #poster = new DiscordPoster({
    queue: this.#queue,
    address: () => this.#address(),
    post: (address, content, failures) => post(this.#urlOf(address), content, failures),
    now: Date.now,
  })
  /** Another one after each start: lines that were handed to the one before may be gone. */
  readonly #life = crypto.randomUUID()
  #source: string | null = null
  #secret: string | null = null
  #forgotAt = 0

  /** Takes lines of a call, each once. `source`: this object's name. */
  async say(
    source: string,
    call: Omit<QueuedLine, 'text'>,
    lines: readonly DiscordLine[],
  ): Promise<Handed> {
    this.#source = source
    // Nobody is to wait for what is never posted.
    if (await this.#poster.isSilent()) return { life: this.#life, areTold: true }
    const now = Date.now()
    this.#queue.take(call, lines, now)
    this.ctx.waitUntil(this.#poster.run())
    if (now > this.#forgotAt + FORGET_MS) {
      this.#forgotAt = now
      this.#queue.forgetOld(now)
    }
    return { life: this.#life, areTold: this.#queue.areTold(call.callSid, lines) }
  }

  /** Why nothing is posted, as a sentence; `null`: nothing speaks against it. */
  async standing(source: string): Promise<string | null> {
    this.#source = source
    try {
      await this.#address()
      if (!(await this.#poster.isSilent())) return null
    } catch (error) {
      if (error instanceof PlainError) return error.message
      throw error
    }
    const { status = 0, at = 0 } = this.#queue.silence ?? {}
    const day = new Date(at).toISOString().slice(0, 10)
    return `Discord refused this webhook on ${day} (${status}): nothing is posted there any more. Make another one, and enter its address.`
  }

  /** Rejects with a `PlainError` where there is none. */
  async #address(): Promise<string> {
    const address = await this.#stored()
    if (address !== null && discordPath(address) !== null) return address
    throw new PlainError('What is stored is not the address of a Discord webhook.')
  }

  async #stored(): Promise<string | null> {
    if (this.#source === OF_INSTALLATION) return readConfig(this.env).discord.webhookUrl
    const reference = secretReferenceSchema.parse(this.#source)
    this.#secret ??= await outsideOf(this.env, null).openSecret(reference)
    return this.#secret
  }

  #urlOf(address: string): string {
    return readConfig(this.env).discord.baseUrl + (discordPath(address) ?? '')
  }
}
