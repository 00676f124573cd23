/** `<Gather>`: collects keys, also while it speaks. https://www.twilio.com/docs/voice/twiml/gather */
import type { PhoneCall } from './phoneCall.ts'
import type { GatherVerb, Prompt } from './twiml.ts'

/** The fields of the `action` request; `null`: no keys came, and the next verb follows. */
export type Gathered = { Digits: string; FinishedOnKey?: string } | null

export async function gather(
  call: PhoneCall,
  verb: GatherVerb,
  play: (prompt: Prompt, signal: AbortSignal) => Promise<void>,
  secondMs: number,
  signal: AbortSignal,
): Promise<Gathered> {
  const keys = new Keys(verb, secondMs)
  const onKey = (digit: string) => keys.press(digit)
  call.on('key', onKey)
  signal.addEventListener('abort', keys.giveUp, { once: true })
  const prompting = AbortSignal.any([signal, keys.begun])
  for (const prompt of verb.prompt) if (!prompting.aborted) await play(prompt, prompting)
  if (!prompting.aborted) {
    keys.wait()
    call.emit('listening')
  }
  const result = await keys.result
  call.off('key', onKey)
  signal.removeEventListener('abort', keys.giveUp)
  return result
}

class Keys {
  readonly result: Promise<Gathered>
  readonly #verb: GatherVerb
  readonly #timeoutMs: number
  readonly #begun = new AbortController()
  #digits = ''
  #timer: NodeJS.Timeout | undefined
  #settle: (result: Gathered) => void = () => undefined

  constructor(verb: GatherVerb, secondMs: number) {
    this.#verb = verb
    this.#timeoutMs = verb.timeoutSec * secondMs
    this.result = new Promise((resolve) => (this.#settle = resolve))
  }

  /** Aborted by the first key: the prompt falls silent. */
  get begun(): AbortSignal {
    return this.#begun.signal
  }

  press(digit: string): void {
    this.#begun.abort()
    if (this.#verb.finishOnKey !== '' && this.#verb.finishOnKey.includes(digit)) {
      return this.#finish(digit)
    }
    this.#digits += digit
    if (this.#digits.length === this.#verb.numDigits) this.#finish()
    else this.wait()
  }

  /** For the next key, as long as the verb says. */
  wait(): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.#finish(), this.#timeoutMs)
  }

  readonly giveUp = (): void => {
    clearTimeout(this.#timer)
    this.#settle(null)
  }

  #finish(finishedOn?: string): void {
    clearTimeout(this.#timer)
    const nothing = this.#digits === '' && !this.#verb.actionOnEmptyResult
    const on = finishedOn === undefined ? {} : { FinishedOnKey: finishedOn }
    this.#settle(nothing ? null : { Digits: this.#digits, ...on })
  }
}
