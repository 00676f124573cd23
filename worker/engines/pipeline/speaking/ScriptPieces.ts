/** So many characters are told of at once where no clause ends before. */
const LONGEST = 80
const CLAUSE_END = /[,;:.!?…–—、，；：。！？।؟]["”’»」』)\]]*\s*$/u

/** Gathers what is written until it is worth a line in the journal: clause by clause. */
export class ScriptPieces {
  #gathered = ''

  /** What is to be told now; '': nothing yet. */
  add(delta: string): string {
    this.#gathered += delta
    const isWorth = CLAUSE_END.test(this.#gathered) || this.#gathered.length >= LONGEST
    return isWorth ? this.rest() : ''
  }

  rest(): string {
    const all = this.#gathered
    this.#gathered = ''
    return all
  }
}
