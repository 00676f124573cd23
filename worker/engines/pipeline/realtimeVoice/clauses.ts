/**
 * Cuts a text that is still being written into pieces that are spoken one by one: whole sentences, because
 * each is spoken with a melody of its own, and a shorter first one, because the caller waits for it.
 */

/** A first sentence longer than this is begun at its comma. */
const FIRST_CLAUSE = 40
/** Shorter sentences are spoken together with the next. */
const SHORT_SENTENCE = 40
/** Nothing is kept waiting for its end for longer than this. */
const LONGEST = 280

/** The end of a sentence: what follows must be a space, or `3.5` were two; scripts without spaces need none. */
const SENTENCE_END = /(?:[.!?…]+["'”’)\]]*(?=\s)|[。！？]+[」』”）]*|\n)/gu
const CLAUSE_END = /(?:[,;:–—]["'”’)\]]*(?=\s)|[、，；：])/gu
/** What ends with a stop and is no sentence. */
const ABBREVIATION =
  /(?:^|\s)(?:\p{L}|\p{N}{1,2}|mr|mrs|ms|dr|prof|st|vs|e\.g|i\.e|z\.b|d\.h|bzw|nr|str)\.$/iu

export interface Cut {
  clause: string
  rest: string
}

/** The next piece of a text that goes on; `null`: it cannot be told yet. Clause and rest are all of the text. */
export function cutClause(text: string, isFirst: boolean): Cut | null {
  const atSentence = endOf(text, SENTENCE_END, isFirst ? 1 : SHORT_SENTENCE)
  const atClause = isFirst ? endOf(text, CLAUSE_END, FIRST_CLAUSE) : null
  const end = earliest(atSentence, atClause)
  if (end !== null && end <= LONGEST) return at(text, end)
  if (text.length <= LONGEST) return null
  return at(text, latestEnd(text.slice(0, LONGEST)))
}

const at = (text: string, end: number): Cut => ({
  clause: text.slice(0, end),
  rest: text.slice(end),
})

/** Where the first such end is that makes at least `least` letters. */
function endOf(text: string, ends: RegExp, least: number): number | null {
  for (const match of text.matchAll(ends)) {
    const end = match.index + match[0].length
    const clause = text.slice(0, end)
    if (clause.trim().length >= least && sayable(clause) && !ABBREVIATION.test(clause)) return end
  }
  return null
}

function earliest(one: number | null, other: number | null): number | null {
  if (one === null || other === null) return one ?? other
  return Math.min(one, other)
}

/** The last clause or, without any, the last word of what is too long. */
function latestEnd(text: string): number {
  const ends = [...text.matchAll(CLAUSE_END)].map((match) => match.index + match[0].length)
  const last = ends.findLast((end) => end >= SHORT_SENTENCE) ?? text.search(/\s\S*$/)
  return last > 0 ? last : text.length
}

/** Whether there is anything to say: a model that is told to say nothing says something of its own. */
export const sayable = (text: string): boolean => /[\p{L}\p{N}]/u.test(text)

/** The pieces of a text, each as soon as it is whole, without space around them. */
export async function* clausesOf(text: AsyncIterable<string>): AsyncGenerator<string> {
  let buffer = ''
  let isFirst = true
  for await (const delta of text) {
    buffer += delta
    for (let cut = cutClause(buffer, isFirst); cut; cut = cutClause(buffer, isFirst)) {
      buffer = cut.rest
      isFirst = false
      if (sayable(cut.clause)) yield cut.clause.trim()
    }
  }
  if (sayable(buffer)) yield buffer.trim()
}
