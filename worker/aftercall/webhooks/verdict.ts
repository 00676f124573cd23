import type { WebhookDelivery } from '../../../convex/model/outcome.ts'
import { nextTry, WEBHOOK_LAST_MS, WEBHOOK_WAITS_MS } from '../waits.ts'

/** How a try went. */
export type Tried =
  | { is: 'answered'; status: number; retryAfterMs: number | null }
  /** It was not asked, or did not answer: a sentence. `final`: it never will be. */
  | { is: 'unanswered'; problem: string; final: boolean }

type Progress = Pick<
  WebhookDelivery,
  'state' | 'tries' | 'lastAt' | 'nextAt' | 'status' | 'problem'
>

/** It wants no more of this. https://www.rfc-editor.org/rfc/rfc9110#status.410 */
const GONE = 410

/** How a delivery stands after a try. `chance`: 0 to 1. */
export function afterTry(
  { tries: before, firstAt }: Pick<WebhookDelivery, 'tries' | 'firstAt'>,
  tried: Tried,
  now: number,
  chance: number,
): Progress {
  const tries = before + 1
  const status = tried.is === 'answered' ? tried.status : null
  const last = { tries, lastAt: now, nextAt: null, status }
  if (status !== null && status >= 200 && status < 300) {
    return { ...last, state: 'delivered', problem: null }
  }
  const problem = problemOf(tried)
  if (status === GONE || (tried.is === 'unanswered' && tried.final)) {
    return { ...last, state: 'stopped', problem }
  }
  const retryAfterMs = tried.is === 'answered' ? tried.retryAfterMs : null
  const wait = { tries, firstAt, now, retryAfterMs, chance }
  const nextAt = nextTry(WEBHOOK_WAITS_MS, WEBHOOK_LAST_MS, wait)
  return { ...last, state: nextAt === null ? 'given_up' : 'waiting', nextAt, problem }
}

function problemOf(tried: Tried): string {
  if (tried.is === 'unanswered') return tried.problem
  if (tried.status === GONE) return 'It answered 410: it is gone, and is not asked again.'
  return `It answered ${tried.status}.`
}
