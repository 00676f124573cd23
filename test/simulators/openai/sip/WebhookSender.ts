/** Webhooks as OpenAI sends them: signed by Standard Webhooks, and again until somebody takes them. */
import { createHmac, randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'

export interface WebhookEndpoint {
  id: string
  name: string
  url: string
  event_types: string[]
  created_at: number
  /** `whsec_…`. */
  secret: string
}

/** One request, and its answer. */
export interface Delivery {
  webhookId: string
  url: string
  body: string
  /** `null`: nobody answered. */
  status: number | null
  text: string
}

export interface SentWebhook {
  /** Written instead of now, in seconds. */
  timestamp?: number
  /** Signed with this instead. */
  secret?: string
  webhookId?: string
}

/** Waits before a webhook that nobody took is sent again, in ms: hours at the service. */
const AGAIN_AFTER = [100, 300, 1_000]

export class WebhookSender {
  readonly endpoints: WebhookEndpoint[] = []
  readonly deliveries: Delivery[] = []
  readonly #newId: (prefix: string) => string
  readonly #reach: (url: string) => string

  /** `reach`: where an address really is. */
  constructor(newId: (prefix: string) => string, reach: (url: string) => string) {
    this.#newId = newId
    this.#reach = reach
  }

  add(
    url: string,
    event_types: string[],
    name = 'Switchboard',
    secret = newSecret(),
  ): WebhookEndpoint {
    const created_at = Math.floor(Date.now() / 1000)
    const endpoint = { id: this.#newId('whe'), name, url, event_types, created_at, secret }
    this.endpoints.push(endpoint)
    return endpoint
  }

  /** Tells everybody who wants to know; resolves when all have taken it, or have been given up. */
  async send(type: string, data: unknown): Promise<void> {
    const webhookId = this.#newId('wh')
    const created_at = Math.floor(Date.now() / 1000)
    const body = JSON.stringify({ object: 'event', id: this.#newId('evt'), type, created_at, data })
    const wanting = this.endpoints.filter(({ event_types }) => event_types.includes(type))
    await Promise.all(wanting.map((endpoint) => this.#deliver(endpoint, webhookId, body)))
  }

  async #deliver(endpoint: WebhookEndpoint, webhookId: string, body: string): Promise<void> {
    for (const ms of [0, ...AGAIN_AFTER]) {
      if (ms > 0) await sleep(ms)
      const { status } = await this.post(endpoint, body, { webhookId })
      if (status !== null && status >= 200 && status < 300) return
    }
  }

  /** Sends a body once, signed as it is asked for. */
  async post(
    { url, secret }: Pick<WebhookEndpoint, 'url' | 'secret'>,
    body: string,
    how: SentWebhook = {},
  ): Promise<Delivery> {
    const webhookId = how.webhookId ?? this.#newId('wh')
    const timestamp = String(how.timestamp ?? Math.floor(Date.now() / 1000))
    const headers = {
      'content-type': 'application/json',
      'user-agent': 'OpenAI/1.0 (+https://platform.openai.com/docs/webhooks)',
      'webhook-id': webhookId,
      'webhook-timestamp': timestamp,
      'webhook-signature': signature(how.secret ?? secret, `${webhookId}.${timestamp}.${body}`),
    }
    const answer = await fetch(this.#reach(url), { method: 'POST', headers, body }).catch(
      () => null,
    )
    const text = (await answer?.text().catch(() => '')) ?? ''
    const delivery = { webhookId, url, body, status: answer?.status ?? null, text }
    this.deliveries.push(delivery)
    return delivery
  }
}

export function newSecret(): string {
  return `whsec_${randomBytes(32).toString('base64')}`
}

function signature(secret: string, text: string): string {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64')
  return `v1,${createHmac('sha256', key).update(text).digest('base64')}`
}
