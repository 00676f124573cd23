import type { CallOptions } from './callOptions.ts'
import type { Exchange } from './exchange.ts'
import type { Customer } from './webhooks.ts'

/** A call's own options, and what it has from the account. */
export interface CallSetup extends CallOptions {
  accountSid: string
  customer: Customer
  exchange: Exchange
  statusMethod?: 'GET' | 'POST'
}
