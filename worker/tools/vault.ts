/** Digits that a caller entered and nobody is to know: they live here, in the memory of the call's object. */
export interface DigitVault {
  /** Keeps digits, and names what stands for them: `{{digits:…}}`. */
  keep(digits: string): string
  /**
   * The text with digits in the place of their references, each once. For the edge of an HTTP tool's request
   * alone. Throws `UnknownDigits` for a reference that was used up, or lost in a restart.
   */
  redeem(text: string): string
  /** The text without any digits that were ever kept. */
  redact(text: string): string
}

/** The message tells the model what to do. */
export class UnknownDigits extends Error {
  override name = 'UnknownDigits'

  constructor() {
    super('Those digits are not known any more. Ask the caller to enter them again.')
  }
}

const REFERENCE = /\{\{digits:([0-9a-f-]+)\}\}/g
/** Fewer stand in too many texts to mean anything. */
const FEWEST_REDACTED = 3

/** `newId`: makes an id that nobody has had. */
export function digitVault(newId: () => string): DigitVault {
  const kept = new Map<string, string>()
  const secrets: RegExp[] = []
  return {
    keep(digits) {
      const id = newId()
      kept.set(id, digits)
      if (digits.length >= FEWEST_REDACTED) secrets.push(patternOf(digits))
      return `{{digits:${id}}}`
    },
    redeem(text) {
      const redeemed = text.replaceAll(REFERENCE, (_, id: string) => {
        const digits = kept.get(id)
        if (digits === undefined) throw new UnknownDigits()
        return digits
      })
      for (const [, id = ''] of text.matchAll(REFERENCE)) kept.delete(id)
      return redeemed
    },
    redact: (text) => secrets.reduce((clean, secret) => clean.replaceAll(secret, '•••'), text),
  }
}

/** The digits, however they are grouped. */
function patternOf(digits: string): RegExp {
  const keys = [...digits].map((key) => (/\d/.test(key) ? key : `\\${key}`))
  return new RegExp(`(?<!\\d)${keys.join('[\\s.\\-/]{0,2}')}(?!\\d)`, 'g')
}
