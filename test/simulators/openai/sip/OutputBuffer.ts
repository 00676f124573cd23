/** What is being said into a call: it comes faster than speech, and is heard as fast as it is spoken. */
import type { SipLine } from '../../lib/sip.ts'

const BYTES_PER_MS = 8

export interface OutputListener {
  started(responseId: string): void
  stopped(responseId: string): void
  /** `items`: what was made of each, and how much of it was heard. */
  cut(responseId: string, items: readonly { itemId: string; heardMs: number }[]): void
}

interface Answer {
  responseId: string
  items: { itemId: string; ms: number }[]
  waiting: Uint8Array[]
  isMade: boolean
}

export class OutputBuffer {
  readonly #line: Pick<SipLine, 'say' | 'fallSilent'>
  readonly #listener: OutputListener
  readonly #cut = new Set<string>()
  #answers: Answer[] = []
  #startedAt = 0
  #playing = 0
  /** Counts what was cut: what was said before means nothing after. */
  #era = 0

  constructor(line: Pick<SipLine, 'say' | 'fallSilent'>, listener: OutputListener) {
    this.#line = line
    this.#listener = listener
  }

  get isPlaying(): boolean {
    return this.#answers.length > 0
  }

  add(responseId: string, itemId: string, audio: Uint8Array): void {
    if (this.#cut.has(responseId)) return
    const answer = this.#answerOf(responseId)
    const item = answer.items.find((one) => one.itemId === itemId)
    const ms = audio.length / BYTES_PER_MS
    if (item) item.ms += ms
    else answer.items.push({ itemId, ms })
    if (this.#answers[0] === answer && this.#startedAt > 0) this.#play(audio)
    else answer.waiting.push(audio)
    this.#goOn()
  }

  /** Nothing more of this answer comes. */
  made(responseId: string): void {
    const answer = this.#answers.find((one) => one.responseId === responseId)
    if (answer) answer.isMade = true
    this.#goOn()
  }

  clear(): void {
    const [heard] = this.#answers
    const heardMs = performance.now() - this.#startedAt
    const isStarted = this.#startedAt > 0
    for (const { responseId } of this.#answers) this.#cut.add(responseId)
    this.#answers = []
    this.#startedAt = 0
    this.#playing = 0
    this.#era += 1
    this.#line.fallSilent()
    if (!heard || !isStarted) return
    let left = heardMs
    const items = heard.items.map(({ itemId, ms }) => {
      const itemMs = Math.floor(Math.min(ms, left))
      left = Math.max(0, left - ms)
      return { itemId, heardMs: itemMs }
    })
    this.#listener.cut(heard.responseId, items)
  }

  #answerOf(responseId: string): Answer {
    const known = this.#answers.find((one) => one.responseId === responseId)
    if (known) return known
    const answer: Answer = { responseId, items: [], waiting: [], isMade: false }
    this.#answers.push(answer)
    return answer
  }

  #goOn(): void {
    const [answer] = this.#answers
    if (!answer) return
    if (this.#startedAt === 0 && answer.waiting.length > 0) {
      this.#startedAt = performance.now()
      this.#listener.started(answer.responseId)
      for (const audio of answer.waiting.splice(0)) this.#play(audio)
    }
    if (this.#startedAt > 0 && answer.isMade && this.#playing === 0) {
      this.#answers.shift()
      this.#startedAt = 0
      this.#listener.stopped(answer.responseId)
      this.#goOn()
    }
  }

  #play(audio: Uint8Array): void {
    const era = this.#era
    this.#playing += 1
    void this.#line.say(audio).then(() => {
      if (era !== this.#era) return
      this.#playing -= 1
      this.#goOn()
    })
  }
}
