/** Finds words in a conversation: long ones are not read from the top. */
import { readableDetail } from './callFacts.ts'
import type { TimelineEntry } from './timeline.ts'

/** Whether the text has the words that are looked for. */
export function holds(text: string, words: string): boolean {
  const wanted = folded(words.trim())
  return wanted !== '' && folded(text).includes(wanted)
}

/** The keys of the entries that hold the words, in order; none while nothing is looked for. */
export function findIn(entries: readonly TimelineEntry[], words: string): string[] {
  return entries.filter((entry) => holds(textOf(entry), words)).map(({ key }) => key)
}

export interface TextPart {
  text: string
  found: boolean
}

/** The text cut where the words begin and end, for marking them. */
export function partsOf(text: string, words: string): TextPart[] {
  const wanted = folded(words.trim())
  const lower = folded(text)
  // Where folding changes the length, places in one are none in the other.
  if (wanted === '' || lower.length !== text.length) return [{ text, found: false }]
  const parts: TextPart[] = []
  let at = 0
  for (let hit = lower.indexOf(wanted); hit >= 0; hit = lower.indexOf(wanted, at)) {
    parts.push({ text: text.slice(at, hit), found: false })
    at = hit + wanted.length
    parts.push({ text: text.slice(hit, at), found: true })
  }
  return [...parts, { text: text.slice(at), found: false }].filter((part) => part.text !== '')
}

const folded = (text: string) => text.toLowerCase()

function textOf(entry: TimelineEntry): string {
  switch (entry.kind) {
    case 'turn':
      return entry.turn.text
    case 'event':
      return `${entry.event.summary}\n${readableDetail(entry.event.detail ?? '')}`
    case 'milestone':
      return entry.text
  }
}
