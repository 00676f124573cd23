/** Letters take time, and so do the pauses that punctuation asks for; in units of one letter. */
const PAUSES: [RegExp, number][] = [
  [/[.!?…]["”')\]]*$/, 7],
  [/[,;:–—]["”')\]]*$/, 4],
]

function spokenLength(word: string): number {
  const pause = PAUSES.find(([end]) => end.test(word))?.[1] ?? 0
  // Digits are spoken as whole words.
  const digits = word.match(/\d/g)?.length ?? 0
  return word.length + digits * 3 + pause + 1
}

/**
 * The words of `text` that were heard when `heardMs` of the `generatedMs` that speak it were. The
 * model tells no time per word, so time is shared out by how long each word takes to say. A word
 * counts as heard once its middle was.
 */
export function heardText(text: string, generatedMs: number, heardMs: number): string {
  if (heardMs <= 0 || generatedMs <= 0) return ''
  if (heardMs >= generatedMs) return text
  const words = [...text.matchAll(/\S+/g)]
  const lengths = words.map(([word]) => spokenLength(word))
  const total = lengths.reduce((sum, length) => sum + length, 0)
  const heard = (heardMs / generatedMs) * total
  let before = 0
  let end = 0
  for (const [index, word] of words.entries()) {
    const length = lengths[index] ?? 0
    if (before + length / 2 > heard) break
    before += length
    end = word.index + word[0].length
  }
  return text.slice(0, end)
}
