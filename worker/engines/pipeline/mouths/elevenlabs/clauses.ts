/** The end of a sentence or a clause, with the space after it: without one, `3.5` were two. */
const SENTENCE_END = /[.!?…]+["'”’)\]]*\s+|[。！？]+|\n+/gu
const CLAUSE_END = /[,;:–—.!?…]+["'”’)\]]*\s+|[、，；：。！？]+|\n+/gu

/** A first clause shorter than this is not worth an intonation of its own. */
const FIRST_CLAUSE = 10
/** Later ones have time: something is being spoken. */
const NEXT_SENTENCE = 40

/**
 * How much of a text that waits to be spoken is spoken now, in characters: up to the end of a first
 * clause, and of whole sentences after it. 0: the rest of it is waited for.
 */
export function speakableNow(waiting: string, isFirst: boolean): number {
  const least = isFirst ? FIRST_CLAUSE : NEXT_SENTENCE
  for (const match of waiting.matchAll(isFirst ? CLAUSE_END : SENTENCE_END)) {
    const end = match.index + match[0].length
    if (waiting.slice(0, end).trim().length >= least) return end
  }
  return 0
}
