/** The words of a text that follow those that were heard of it. */
export function afterHeard(text: string, heard: string): string {
  const known = text.startsWith(heard) ? heard.length : endOfWords(text, wordsIn(heard))
  return text.slice(known).trim()
}

function wordsIn(text: string): number {
  return text.match(/\S+/g)?.length ?? 0
}

function endOfWords(text: string, count: number): number {
  if (count === 0) return 0
  const last = [...text.matchAll(/\S+/g)][count - 1]
  return last ? last.index + last[0].length : text.length
}

/**
 * Leaves out the beginning of a text that is written anew when it is the known one, letter for letter; a
 * text that begins otherwise goes on from where the known one ended, and is passed on whole.
 */
export class KnownBeginning {
  /** Without spaces, which nobody hears. */
  readonly #known: string
  #matched = 0
  #held = ''
  #decided: boolean
  #isRepeated = false

  constructor(known: string) {
    this.#known = known.replaceAll(/\s+/g, '')
    this.#decided = this.#known === ''
  }

  /** Whether the known text was written again; if not, what passes goes on after it. */
  get isRepeated(): boolean {
    return this.#isRepeated
  }

  /** What of this is new. */
  pass(delta: string): string {
    if (this.#decided) return delta
    this.#held += delta
    for (let at = this.#held.length - delta.length; at < this.#held.length; at++) {
      const letter = this.#held.charAt(at)
      if (/\s/.test(letter)) continue
      if (letter !== this.#known.charAt(this.#matched)) return this.#decide(0)
      this.#matched += 1
      if (this.#matched === this.#known.length) {
        this.#isRepeated = true
        return this.#decide(at + 1)
      }
    }
    return ''
  }

  #decide(from: number): string {
    this.#decided = true
    return this.#held.slice(from)
  }
}

/** What another attempt at an answer adds to what is written of it. */
export class Continuation {
  readonly #beginning: KnownBeginning
  readonly #written: string
  #isJoined = false

  /** `heard`: of the answer, before anything of it was written here. */
  constructor(heard: string, written: string) {
    this.#beginning = new KnownBeginning(`${heard} ${written}`)
    this.#written = written
  }

  pass(delta: string): string {
    const passed = this.#beginning.pass(delta)
    if (this.#isJoined || passed === '') return passed
    const joined = joint(this.#written, passed, this.#beginning.isRepeated)
    this.#isJoined = joined !== ''
    return joined
  }
}

/** One space stands between what was broken off and what follows it, where one belongs. */
function joint(written: string, next: string, isRepeated: boolean): string {
  if (written === '' || /\s$/.test(written)) return next.trimStart()
  return isRepeated || /^[\s\p{P}]/u.test(next) ? next : ` ${next}`
}
