import { distance } from 'fastest-levenshtein'

/** How far what was spoken strayed from what was to be said, in words. */
export interface WordsCompared {
  asked: number
  spoken: number
  /** How many words have to be added, left out or put in another's place to get from one to the other. */
  differing: number
}

/** Letter case, punctuation, and where one word ends make no difference. */
export function compareWords(asked: string, spoken: string): WordsCompared {
  const [wanted, got] = [wordsOf(asked), wordsOf(spoken)]
  const isSame = wanted.join('') === got.join('')
  const differing = isSame ? 0 : wordDistance(wanted, got)
  return { asked: wanted.length, spoken: got.length, differing }
}

/** Languages that write no spaces are split by a dictionary. */
const segmenter = new Intl.Segmenter('en', { granularity: 'word' })

function wordsOf(text: string): string[] {
  const plain = text.normalize('NFKC').toLowerCase().replaceAll('’', "'")
  return Array.from(segmenter.segment(plain))
    .filter(({ isWordLike }) => isWordLike)
    .map(({ segment }) => segment)
}

/** The distance of two texts in which each word is one letter. */
function wordDistance(from: readonly string[], to: readonly string[]): number {
  const words = [...new Set([...from, ...to])]
  const letters = new Map(words.map((word, at) => [word, String.fromCharCode(at + 1)]))
  const spelt = (text: readonly string[]) => text.map((word) => letters.get(word)).join('')
  return distance(spelt(from), spelt(to))
}
