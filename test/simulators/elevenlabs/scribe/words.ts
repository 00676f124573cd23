/** The words of a committed transcript with their times, in seconds of the session. */

const WORD_SEC = 0.3
/** The service's times run away from the audio by about this much with each commit. */
const DRIFT_SEC = 0.1

export function wordsOf(text: string, startSec: number, commits: number) {
  return (text.match(/\S+|\s+/g) ?? []).map((piece, index) => {
    const spoken = Math.floor(index / 2) * WORD_SEC
    const start = startSec + commits * DRIFT_SEC + spoken
    const isWord = piece.trim() !== ''
    const [from, to] = isWord ? [start, start + WORD_SEC] : [start + WORD_SEC, start + WORD_SEC]
    return { text: piece, start: from, end: to, type: isWord ? 'word' : 'spacing', logprob: -0.1 }
  })
}
