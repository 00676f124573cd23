import { partsOf } from './findInTimeline.ts'

/** A text with the words marked that are looked for. */
export function Marked({ text, words }: { text: string; words: string }) {
  if (words === '') return text
  return partsOf(text, words).map((part, index) =>
    // oxlint-disable-next-line react/no-array-index-key -- the parts have no other name than their place
    part.found ? <mark key={index}>{part.text}</mark> : <span key={index}>{part.text}</span>,
  )
}
