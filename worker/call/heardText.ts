/** Letters take time, and so do the pauses that punctuation asks for; in units of one letter. */
const PAUSES: [RegExp, number][] = [
  [/[.!?…]["”')\]]*$/, 7],
  [/[,;:–—]["”')\]]*$/, 4],
]
/** Speech is generated with a little silence before its first word and after its last. */
const LEAD_IN = 4
const LEAD_OUT = 3

function pauseAfter(word: string): number {
  return PAUSES.find(([end]) => end.test(word))?.[1] ?? 0
}

function spokenLength(word: string): number {
  // Digits are spoken as whole words.
  const digits = word.match(/\d/g)?.length ?? 0
  return word.length + digits * 3 + 1
}

/**
 * The words of `text` that were heard when `heardMs` of the `generatedMs` that speak it were. The
 * model tells no time per word, so time is shared out by how long each word takes to say. A word
 * counts as heard once its end was: the model must not believe that the caller knows the rest.
 */
export function heardText(text: string, generatedMs: number, heardMs: number): string {
  if (heardMs <= 0 || generatedMs <= 0) return ''
  if (heardMs >= generatedMs) return text
  const ends: { units: number; index: number }[] = []
  let units = LEAD_IN
  let pause = 0
  for (const { 0: word, index } of text.matchAll(/\S+/g)) {
    units += pause + spokenLength(word)
    pause = pauseAfter(word)
    ends.push({ units, index: index + word.length })
  }
  const heardUnits = (heardMs / generatedMs) * (units + LEAD_OUT)
  return text.slice(0, ends.findLast((end) => end.units <= heardUnits)?.index ?? 0)
}
