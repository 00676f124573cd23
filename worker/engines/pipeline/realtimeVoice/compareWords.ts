/** How far what was spoken strayed from what was to be said, in words. */
export interface WordsCompared {
  asked: number
  spoken: number
  /** How many words have to be added, left out or put in another's place to get from one to the other. */
  differing: number
}

/** Letter case, punctuation and the spelling of apostrophes make no difference. */
export function compareWords(asked: string, spoken: string): WordsCompared {
  const [wanted, got] = [wordsOf(asked), wordsOf(spoken)]
  return { asked: wanted.length, spoken: got.length, differing: distance(wanted, got) }
}

/** Languages that write no spaces are split by a dictionary. */
const segmenter = new Intl.Segmenter('en', { granularity: 'word' })

function wordsOf(text: string): string[] {
  const plain = text.normalize('NFKC').toLowerCase().replaceAll('’', "'")
  return Array.from(segmenter.segment(plain))
    .filter(({ isWordLike }) => isWordLike)
    .map(({ segment }) => segment)
}

/** https://en.wikipedia.org/wiki/Levenshtein_distance, of words. */
function distance(from: readonly string[], to: readonly string[]): number {
  let above = Array.from({ length: to.length + 1 }, (_, at) => at)
  for (const [row, word] of from.entries()) {
    const here = [row + 1]
    for (const [column, other] of to.entries()) {
      const replaced = (above[column] ?? 0) + (word === other ? 0 : 1)
      here.push(Math.min(replaced, (above[column + 1] ?? 0) + 1, (here[column] ?? 0) + 1))
    }
    above = here
  }
  return above.at(-1) ?? 0
}
