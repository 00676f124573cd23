/**
 * Text messages of the account. https://www.twilio.com/docs/messaging/api/message-resource
 * What becomes of one is told by status callbacks only.
 */
import { apiError, type ApiReply } from './resources.ts'
import { newSid } from './sid.ts'
import { type Customer, sendWebhook, type WebhookExchange } from './webhooks.ts'

export interface SentMessage {
  sid: string
  from: string
  to: string
  body: string
  statusCallback: string | null
}

/** What becomes of a message; with an error, it is not delivered. */
export interface Delivery {
  status: 'delivered' | 'undelivered' | 'failed'
  errorCode?: number
  /** The last callback comes a second time. */
  twice?: boolean
}

export interface MessagesAccount {
  accountSid: string
  customer: Customer
  /** Whether the account has this number. */
  owns(phoneNumber: string): boolean
}

const E164 = /^\+[1-9]\d{1,14}$/
const LONGEST_BODY = 1_600

export class Messages {
  readonly sent: SentMessage[] = []
  readonly callbacks: WebhookExchange[] = []
  delivery: (message: SentMessage) => Delivery = () => ({ status: 'delivered' })
  readonly #account: MessagesAccount
  #told: Promise<unknown> = Promise.resolve()

  constructor(account: MessagesAccount) {
    this.#account = account
  }

  /** Takes a message, and tells what becomes of it afterwards. */
  create(params: Readonly<Record<string, string>>): ApiReply {
    const refusal = refusalOf(params, this.#account)
    if (refusal) return refusal
    const { From: from = '', To: to = '', Body: body = '', StatusCallback } = params
    const message = {
      sid: newSid('SM'),
      from,
      to,
      body,
      statusCallback: StatusCallback ?? null,
    }
    this.sent.push(message)
    this.#told = this.#told.then(() => this.#tell(message))
    return { status: 201, body: messageResource(this.#account.accountSid, message) }
  }

  /** Resolves once everything has been told. */
  async flush(): Promise<void> {
    await this.#told
  }

  async #tell(message: SentMessage): Promise<void> {
    const { status, errorCode, twice = false } = this.delivery(message)
    await this.#callback(message, 'sent', undefined)
    await this.#callback(message, status, errorCode)
    if (twice) await this.#callback(message, status, errorCode)
  }

  async #callback(message: SentMessage, status: string, errorCode?: number): Promise<void> {
    const { sid, from, to, statusCallback: url } = message
    if (url === null) return
    const params = {
      ApiVersion: '2010-04-01',
      AccountSid: this.#account.accountSid,
      From: from,
      To: to,
      SmsSid: sid,
      SmsStatus: status,
      MessageSid: sid,
      MessageStatus: status,
      ...(errorCode === undefined ? {} : { ErrorCode: String(errorCode) }),
    }
    this.callbacks.push(await sendWebhook(this.#account.customer, { url, method: 'POST', params }))
  }
}

function refusalOf(
  { From, To, Body, StatusCallback }: Readonly<Record<string, string>>,
  account: MessagesAccount,
): ApiReply | null {
  if (!To || !E164.test(To)) return apiError(400, 21_211, `Invalid 'To' Phone Number: ${To}`)
  if (!From) return apiError(400, 21_603, "A 'From' phone number is required.")
  if (!account.owns(From)) {
    return apiError(400, 21_606, `The 'From' phone number provided (${From}) is not yours.`)
  }
  if (!Body) return apiError(400, 21_602, 'Message body is required.')
  if (Body.length > LONGEST_BODY) {
    return apiError(400, 21_617, 'The concatenated message body exceeds the 1600 character limit')
  }
  const isUrl = StatusCallback === undefined || /^https?:\/\/[^/]+/.test(StatusCallback)
  return isUrl ? null : apiError(400, 21_609, `Invalid StatusCallback URL: ${StatusCallback}`)
}

function messageResource(accountSid: string, { sid, from, to, body }: SentMessage) {
  const uri = `/2010-04-01/Accounts/${accountSid}/Messages/${sid}`
  const now = new Date().toUTCString().replace('GMT', '+0000')
  return {
    sid,
    account_sid: accountSid,
    api_version: '2010-04-01',
    body,
    from,
    to,
    direction: 'outbound-api',
    status: 'queued',
    error_code: null,
    error_message: null,
    messaging_service_sid: null,
    num_media: '0',
    num_segments: String(Math.ceil(body.length / 153)),
    price: null,
    price_unit: 'USD',
    date_created: now,
    date_sent: null,
    date_updated: now,
    subresource_uris: { media: `${uri}/Media.json` },
    uri: `${uri}.json`,
  }
}
