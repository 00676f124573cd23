/** Where the visitor writes. */
import { LONGEST, NEAR } from '../longest.ts'
import { filled, type Texts } from '../texts/texts.ts'
import { element, iconButton, setText } from './dom.ts'

interface ComposerActions {
  say: (text: string) => void
  stop: () => void
}

let made = 0

export class Composer {
  readonly form: HTMLFormElement
  readonly counter: HTMLParagraphElement
  readonly #texts: Texts
  readonly #actions: ComposerActions
  readonly #input: HTMLTextAreaElement
  readonly #send: HTMLButtonElement
  readonly #stop: HTMLButtonElement

  constructor(texts: Texts, actions: ComposerActions) {
    this.#texts = texts
    this.#actions = actions
    const id = `switchboard-message-${made++}`
    this.counter = element('p', { class: 'counter', id: `${id}-length`, 'aria-live': 'polite' })
    this.#input = element('textarea', {
      id,
      rows: '1',
      dir: 'auto',
      placeholder: texts.placeholder,
      'aria-describedby': `${id}-length`,
    })
    this.#send = iconButton('send', texts.send, () => this.#submit(), { class: 'icon primary' })
    this.#stop = iconButton('stop', texts.stop, () => this.#stopped(), { class: 'icon' })
    const label = element('label', { class: 'sr', for: id }, [texts.message])
    this.form = element('form', { class: 'composer' }, [label, this.#input, this.#stop, this.#send])
    this.#listen()
    this.#measure()
  }

  focus(): void {
    this.#input.focus()
  }

  /** `writing`: an answer can be stopped; `over`: nothing can be said any more. */
  update({ writing, over }: { writing: boolean; over: boolean }): void {
    this.#stop.hidden = !writing
    this.form.hidden = over
    this.counter.hidden = over
  }

  #listen(): void {
    this.form.addEventListener('submit', (event) => {
      event.preventDefault()
      this.#submit()
    })
    this.#input.addEventListener('input', () => this.#measure())
    this.#input.addEventListener('keydown', (event) => {
      // Enter also ends the composition of a Japanese or Chinese word.
      if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return
      event.preventDefault()
      this.#submit()
    })
  }

  #submit(): void {
    const text = this.#input.value.trim()
    if (text === '' || text.length > LONGEST) return this.focus()
    this.#input.value = ''
    this.#measure()
    this.#actions.say(text)
    this.focus()
  }

  #stopped(): void {
    this.#actions.stop()
    this.focus()
  }

  #measure(): void {
    const left = LONGEST - this.#input.value.trim().length
    const { left: few, tooLong } = this.#texts
    const said = left < 0 ? filled(tooLong, { n: -left }) : filled(few, { n: left })
    setText(this.counter, LONGEST - left > NEAR ? said : '')
    this.counter.classList.toggle('bad', left < 0)
    this.#input.setAttribute('aria-invalid', String(left < 0))
    this.#send.disabled = left < 0
  }
}
