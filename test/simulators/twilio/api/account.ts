/** The account as its REST API sees it, and the faults that the API can be given. */
import type { Account } from '../account.ts'
import type { Messages } from '../messages.ts'
import type { IncomingNumber } from '../resources.ts'
import type { NumberBook } from './parties.ts'

export interface RestRequest {
  method: string
  /** Path and query, from `/2010-04-01` on. */
  path: string
  /** A parameter that is given several times has its values with a space between. */
  params: Readonly<Record<string, string>>
}

/** What to do with a request instead of answering it; what is left out stays as it is. */
export interface RestFault {
  delayMs?: number
  /** Answers with this HTTP status and Twilio's error body. */
  status?: number
  /** The error's own number; 20500 if left out. */
  code?: number
  /** It is done as it was asked for, and nobody hears of it: the connection breaks before the answer. */
  loseAnswer?: boolean
}

/** What Twilio asks for a call, and when it is known. */
export interface Pricing {
  /** As Twilio writes it: "-0.0085". */
  price: string
  /** The account's currency, ISO 4217; USD if left out. */
  unit?: string
  /** A call's own GET requests that are answered without a price first. */
  afterRequests: number
}

/** The account as the REST API sees it. */
export interface RestAccount {
  account: Account
  authToken: string
  book: NumberBook
  numbers: IncomingNumber[]
  pricing: Pricing
  messages: Messages
  fault: (request: RestRequest) => RestFault | undefined
}
