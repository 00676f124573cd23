import { sha256 } from '../../lib/hash.ts'
import { logFailure } from '../../lib/log.ts'
import { Deadline } from '../../shell/Deadline.ts'
import type { DiscordVerdict } from './answer.ts'
import type { DiscordQueue } from './DiscordQueue.ts'
import type { Message } from './messages.ts'

/** Lines that come within this time after a message share the next one, in ms. */
const PACE_MS = 3_000
/** What cannot be posted for another reason than Discord's is tried again after so long, in ms. */
const AGAIN_MS = 15_000

export interface PosterDeps {
  queue: DiscordQueue
  /** The webhook's address, which is a secret. Rejects with a `PlainError` where there is none. */
  address(): Promise<string>
  /** Posts a message, once. Never rejects. */
  post(address: string, content: string, failures: number): Promise<DiscordVerdict>
  /** Epoch ms. */
  now(): number
}

/** Posts what waits for one webhook, a message after the other, as fast as Discord lets it. */
export class DiscordPoster {
  readonly #deps: PosterDeps
  readonly #later: Deadline
  #isPosting = false
  #notBefore = 0
  #failures = 0

  constructor(deps: PosterDeps) {
    this.#deps = deps
    this.#later = new Deadline(() => void this.run(), deps.now)
  }

  /** Whether Discord has refused this address: then it is never asked again. */
  async isSilent(): Promise<boolean> {
    const { queue, address } = this.#deps
    const { silence } = queue
    if (!silence) return false
    if (silence.address === (await sha256(await address()))) return true
    queue.speakAgain()
    return false
  }

  /** Posts until nothing waits, or a pause is due, and goes on after that. Never rejects. */
  async run(): Promise<void> {
    if (this.#isPosting) return
    this.#isPosting = true
    try {
      while (await this.#postNext()) continue
    } catch (error) {
      logFailure('Lines for Discord wait.', {}, error)
      this.#later.set(this.#deps.now() + AGAIN_MS)
    } finally {
      this.#isPosting = false
    }
  }

  /** Whether there may be more to post now. */
  async #postNext(): Promise<boolean> {
    const { queue, address, post, now } = this.#deps
    if (queue.isEmpty || (await this.isSilent())) return false
    const url = await address()
    if (this.#notBefore > now()) {
      this.#later.set(this.#notBefore)
      return false
    }
    // Whatever has come while the address was found out goes with it.
    const message = queue.begin()
    if (!message) return false
    const verdict = await post(url, message.content, this.#failures)
    return this.#after(verdict, message, url)
  }

  async #after(verdict: DiscordVerdict, message: Message, url: string): Promise<boolean> {
    const { queue, now } = this.#deps
    switch (verdict.is) {
      case 'posted':
        queue.posted(now())
        this.#notBefore = now() + Math.max(PACE_MS, verdict.pauseMs)
        this.#failures = 0
        return true
      case 'refused':
        queue.refused(now())
        logFailure('Discord wants none of these lines.', { lines: message.lines })
        return true
      case 'wait':
        queue.putBack()
        this.#failures += 1
        this.#notBefore = now() + verdict.ms
        return true
      case 'silent': {
        const { status } = verdict
        queue.fallSilent({ status, at: now(), address: await sha256(url) })
        logFailure('Discord refused a webhook: nothing is posted to it any more.', { status })
        return false
      }
    }
  }
}
