import * as z from 'zod'
import type { CallRecordEvent } from '../../../convex/model/call.ts'
import { messageTrouble } from './smsErrors.ts'
import { askTwilioApi, type TwilioAccount } from './rest.ts'

export interface TextMessage {
  /** A number of the account. */
  from: string
  to: string
  text: string
  /** Told what becomes of it: that it was sent is not that it was delivered. */
  statusUrl: string
}

const messageSchema = z.object({ sid: z.string() })

/**
 * Hands a text message to Twilio, and gives its id. https://www.twilio.com/docs/messaging/api/message-resource
 * Throws as `askTwilioApi`.
 */
export async function sendTextMessage(
  account: TwilioAccount,
  { from, to, text, statusUrl }: TextMessage,
): Promise<string> {
  const form = { From: from, To: to, Body: text, StatusCallback: statusUrl }
  return (await askTwilioApi(account, '/Messages.json', messageSchema, form)).sid
}

/** What Twilio says has become of a message. */
export interface MessageState {
  sid: string
  status: string
  errorCode: number | null
}

/** How an end of a message's way is shown; `null`: it is still on its way. */
export function messageEvent(
  message: MessageState,
): Pick<CallRecordEvent, 'kind' | 'summary' | 'detail'> | null {
  const summary = summaryOf(message)
  return summary === null ? null : { kind: 'note', summary, detail: JSON.stringify(message) }
}

/** https://www.twilio.com/docs/messaging/api/message-resource#message-status-values */
function summaryOf({ status, errorCode }: MessageState): string | null {
  switch (status) {
    case 'delivered':
      return 'The text message was delivered.'
    case 'undelivered':
    case 'failed':
      return `The text message was not delivered: ${messageTrouble(errorCode)}`
    default:
      return null
  }
}
