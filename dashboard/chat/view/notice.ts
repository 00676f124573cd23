/** How a conversation stands, where there is something to say about it. */
import type { ChatEvent, Conversation } from '../state.ts'
import type { Texts } from '../texts/texts.ts'

export interface Notice {
  text: string
  /** What the visitor can do about it. */
  act: { label: string; event: ChatEvent } | null
}

export function noticeOf(chat: Conversation, texts: Texts): Notice | null {
  const { link, status, problem } = chat
  if (status === 'ended') {
    const text = problem === 'lost' ? texts.lost : texts.ended
    return { text, act: { label: texts.anew, event: { type: 'anew' } } }
  }
  const sentence = problem === null || problem === 'lost' ? '' : problem.sentence
  if (link.phase === 'refused') {
    const text = sentence || texts.unavailable
    return { text, act: { label: texts.again, event: { type: 'retried' } } }
  }
  if (isWithout(link)) return { text: texts.noConnection, act: null }
  if (sentence !== '') return { text: sentence, act: null }
  return status === 'handed_over' ? { text: texts.handedOver, act: null } : null
}

/** A connection that comes back at once is not worth a word. */
function isWithout(link: Conversation['link']): boolean {
  return 'tries' in link && (link.phase === 'waiting' || link.tries > 0)
}
