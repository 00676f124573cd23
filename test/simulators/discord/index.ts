/**
 * Discord's webhooks, as they are documented: limits with fractions of seconds, and rules that it holds
 * those who post to.
 * https://docs.discord.com/developers/resources/webhook#execute-webhook
 * https://docs.discord.com/developers/topics/rate-limits
 */
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { text as textOf } from 'node:stream/consumers'
import * as z from 'zod'

const messageSchema = z.object({
  content: z.string(),
  allowed_mentions: z.object({ parse: z.array(z.string()) }).optional(),
  username: z.string().optional(),
  flags: z.number().optional(),
})

export interface PostedMessage {
  content: string
  /** `performance.now()`. */
  at: number
}

export interface DiscordOptions {
  /** Messages of one webhook within `windowMs`. */
  limit?: number
  windowMs?: number
  /** How long a message takes to be stored. */
  storeMs?: number
}

export async function startDiscord(options: DiscordOptions = {}): Promise<DiscordSimulator> {
  const simulator = new DiscordSimulator(options)
  await simulator.listen()
  return simulator
}

/** One webhook of a channel. */
export class DiscordWebhookSide {
  readonly messages: PostedMessage[] = []
  /** Every request, those that were refused included. */
  requests = 0
  /** Requests that came while a limit was in force. */
  impatient = 0
  /** What its user did that nobody may do, or that has no order. */
  readonly complaints: string[] = []
  /** Answers everything with this. */
  refuseWith: number | null = null
  /** Answers that many of the next requests with 500. */
  failures = 0
  readonly #limit: number
  readonly #windowMs: number
  readonly #storeMs: number
  #window: number[] = []
  #limitedUntil = 0
  #inFlight = 0

  constructor({ limit = 5, windowMs = 2000, storeMs = 15 }: DiscordOptions) {
    this.#limit = limit
    this.#windowMs = windowMs
    this.#storeMs = storeMs
  }

  get text(): string {
    return this.messages.map(({ content }) => content).join('\n')
  }

  async post(request: IncomingMessage, response: ServerResponse, waits: boolean): Promise<void> {
    this.requests += 1
    const body = await textOf(request)
    if (this.refuseWith !== null) return refuse(response, this.refuseWith, 'Unknown Webhook', 10015)
    if (this.failures > 0) {
      this.failures -= 1
      return refuse(response, 500, 'Internal Server Error', 0)
    }
    if (this.#isLimited(response)) return
    this.#inFlight += 1
    if (this.#inFlight > 1) this.complaints.push('Two messages at once have no order.')
    await new Promise((resolve) => setTimeout(resolve, this.#storeMs))
    this.#inFlight -= 1
    this.#take(body, response, waits)
  }

  #isLimited(response: ServerResponse): boolean {
    const now = performance.now()
    this.#window = this.#window.filter((at) => at > now - this.#windowMs)
    const [oldest] = this.#window
    if (this.#window.length < this.#limit || oldest === undefined) {
      this.#window.push(now)
      const left = this.#limit - this.#window.length
      const reset = ((this.#window[0] ?? now) + this.#windowMs - now) / 1000
      response.setHeader('x-ratelimit-limit', String(this.#limit))
      response.setHeader('x-ratelimit-remaining', String(left))
      response.setHeader('x-ratelimit-reset-after', reset.toFixed(3))
      return false
    }
    if (now < this.#limitedUntil) this.impatient += 1
    this.#limitedUntil = oldest + this.#windowMs
    const retry_after = Number(((this.#limitedUntil - now) / 1000).toFixed(3))
    response.setHeader('retry-after', String(Math.ceil(retry_after)))
    send(response, 429, { message: 'You are being rate limited.', retry_after, global: false })
    return true
  }

  #take(body: string, response: ServerResponse, waits: boolean): void {
    const message = messageSchema.safeParse(parsed(body)).data
    if (!message) return refuse(response, 400, 'Invalid Form Body', 50035)
    const { content, allowed_mentions: mentions } = message
    if (content.trim() === '') return refuse(response, 400, 'Cannot send an empty message', 50006)
    if ([...content].length > 2000) {
      this.complaints.push('A message is longer than 2,000 characters.')
      return refuse(response, 400, 'Invalid Form Body', 50035)
    }
    if (!mentions || mentions.parse.length > 0) this.complaints.push('Mentions are not off.')
    if (!waits) this.complaints.push('Without wait=true messages have no order.')
    this.messages.push({ content, at: performance.now() })
    if (waits) send(response, 200, { id: String(this.messages.length), type: 0, content })
    else response.writeHead(204).end()
  }
}

export class DiscordSimulator {
  readonly #options: DiscordOptions
  readonly #webhooks = new Map<string, DiscordWebhookSide>()
  readonly #server = createServer((request, response) => void this.#answer(request, response))

  constructor(options: DiscordOptions) {
    this.#options = options
  }

  /** As `DISCORD_BASE_URL`. */
  get url(): string {
    const { port } = z.object({ port: z.number() }).parse(this.#server.address())
    return `http://127.0.0.1:${port}`
  }

  async listen(): Promise<void> {
    this.#server.listen(0, '127.0.0.1')
    await once(this.#server, 'listening')
  }

  /** Makes a webhook. `address`: as Discord shows it to who made it. */
  newWebhook(): { address: string; side: DiscordWebhookSide } {
    const path = `/api/webhooks/${1_000_000 + this.#webhooks.size}/token-${crypto.randomUUID()}`
    const side = new DiscordWebhookSide(this.#options)
    this.#webhooks.set(path, side)
    return { address: `https://discord.com${path}`, side }
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost')
    const side = this.#webhooks.get(pathname.replace(/\/v\d+\//, '/'))
    if (!side || request.method !== 'POST') return refuse(response, 404, 'Unknown Webhook', 10015)
    await side.post(request, response, searchParams.get('wait') === 'true')
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' })
  response.end(JSON.stringify(body))
}

const refuse = (response: ServerResponse, status: number, message: string, code: number): void =>
  send(response, status, { message, code })
