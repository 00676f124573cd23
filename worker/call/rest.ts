import type { ResponseRequest } from './events.ts'
import { isFiller } from './responses.ts'
import { unheard } from './speech.ts'
import type { CallState } from './state.ts'
import { findDraft, isWhole } from './transcript.ts'

/** What the agent is saying, as it must be known before it is cut off. */
export interface Saying {
  /** The items that would be cut. */
  itemIds: readonly string[]
  /** What it was asked for; `null`: nothing that is known. */
  request: ResponseRequest | null
}

/** `null`: it would be heard to its end. */
export function sayingNow(state: CallState, now: number): Saying | null {
  const { active, latest } = state.responses
  const itemIds = unheard(state, now)
    .filter((item) => !isWhole(state, item))
    .map(({ itemId }) => itemId)
  const [first] = itemIds
  if (first === undefined && active.kind !== 'running') return null
  const responseId = first === undefined ? latest?.responseId : findDraft(state, first)?.responseId
  const request = latest && latest.responseId === responseId ? latest.request : null
  return { itemIds, request }
}

/** What is left of it once it was cut off, `state` being the one after; `null`: nothing. */
export function restOf(state: CallState, { itemIds, request }: Saying): ResponseRequest | null {
  if (isFiller(request)) return null
  const heard = heardOf(state, itemIds)
  if (heard === '') return request ?? { kind: 'continue' }
  if (request?.kind === 'verbatim' && request.text.startsWith(heard)) {
    const text = request.text.slice(heard.length).trim()
    return text === '' ? null : { ...request, text }
  }
  return { kind: 'go_on', after: lastWords(heard) }
}

/** The words that were heard of the last of these items of which any were. */
function heardOf({ turns }: CallState, itemIds: readonly string[]): string {
  const keys = new Set(itemIds.map((itemId) => `turn:${itemId}`))
  const texts = turns.history.flatMap(({ key, item }) =>
    keys.has(key) && item.kind === 'agent' ? [item.text] : [],
  )
  return texts.findLast((text) => text !== '') ?? ''
}

/** So many characters are enough to find the place. */
const LAST_WORDS = 120

function lastWords(text: string): string {
  if (text.length <= LAST_WORDS) return text
  const end = text.slice(-LAST_WORDS)
  return end.slice(end.indexOf(' ') + 1)
}
