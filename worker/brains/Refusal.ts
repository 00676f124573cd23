import { PartError } from '../call/PartError.ts'
import { redact } from '../lib/redact.ts'

/** What is wrong, in the words of whoever was asked. */
export interface Complaint {
  message: string
  /** The vendor's name of the error; '' where it tells none. */
  code: string
  /** The field of the request that is wrong; '' where it tells none. */
  param: string
}

/** A question was answered by a status that is no answer. */
export class Refusal extends PartError {
  readonly status: number
  readonly complaint: Complaint

  constructor(who: string, status: number, complaint: Complaint, retryAfterMs: number | null) {
    const cause = `${who} refused the question: ${status} ${worded(complaint)}`.trim()
    super({ cause, again: mayPass(status, complaint.code), retryAfterMs })
    this.status = status
    this.complaint = complaint
  }
}

/** An error that came in the middle of an answer, or instead of one. */
export function complained(who: string, complaint: Complaint): PartError {
  return broken(`${who} broke off its answer: ${worded(complaint)}`, !isFinal(complaint.code))
}

export function broken(cause: string, again = true): PartError {
  return new PartError({ cause, again, retryAfterMs: null })
}

const LONGEST_REASON = 300

function worded({ message, code }: Complaint): string {
  const reason = redact(message).slice(0, LONGEST_REASON)
  return code === '' ? reason : `${reason} (${code})`.trim()
}

/** 408, 409 and 425 are said of the moment, and so is what a server says of itself. */
function mayPass(status: number, code: string): boolean {
  if (isFinal(code)) return false
  return [408, 409, 425, 429].includes(status) || status >= 500
}

/** Errors that the same question meets again: of the account, the model, or the question itself. */
function isFinal(code: string): boolean {
  return /^invalid_|_not_found$|^insufficient_quota$|_deactivated$|policy/.test(code)
}
