/** The button in the corner of a page, and the panel that it opens. */
import { wholeUpTo } from '../messages.ts'
import { type ChatPlace, makeChat, type Mounted } from '../mountChat.ts'
import { filled } from '../texts/texts.ts'
import { element, iconButton } from './dom.ts'
import { applyStyles, FULL_SCREEN } from './styles.ts'

export interface WidgetOptions extends Omit<ChatPlace, 'element'> {
  position: 'left' | 'right'
}

/** What happens within is nothing for the shortcuts of the page around. */
const OWN_EVENTS = ['keydown', 'keyup', 'keypress', 'input', 'paste', 'copy', 'cut'] as const

export class Widget {
  readonly #host = element('div')
  readonly #shadow = this.#host.attachShadow({ mode: 'closed' })
  readonly #chat: Mounted
  readonly #root: HTMLDivElement
  readonly #panel: HTMLDivElement
  readonly #launcher: HTMLButtonElement
  readonly #badge = element('span', { class: 'badge', 'aria-hidden': 'true' })
  readonly #openLabel: string
  /** Up to which message the visitor has seen. */
  #seenSeq: number

  constructor(options: WidgetOptions) {
    const { about, agentId, theme, position } = options
    this.#host.dataset['switchboardChat'] = agentId
    this.#host.dataset['position'] = position
    if (theme !== 'auto') this.#host.dataset['theme'] = theme
    applyStyles(this.#shadow)
    this.#chat = makeChat({ ...options, element: this.#host }, () => this.#close())
    const { texts, lang, dir } = this.#chat.language
    this.#openLabel = filled(texts.open, { name: about.name })
    this.#panel = element('div', { class: 'panel', role: 'dialog', 'aria-label': this.#openLabel })
    this.#panel.hidden = true
    this.#panel.append(this.#chat.view.root)
    this.#launcher = iconButton('chat', this.#openLabel, () => this.#toggle(), {
      class: 'launcher',
      'aria-expanded': 'false',
      'aria-haspopup': 'dialog',
    })
    this.#launcher.append(this.#badge)
    this.#root = element('div', { class: 'root widget', lang, dir, 'data-position': position })
    this.#root.append(this.#panel, this.#launcher)
    this.#shadow.append(this.#root)
    this.#seenSeq = this.#chat.storage.readSeen()
    this.#listen()
    this.#countUnseen()
  }

  show(): void {
    const { position = '' } = this.#host.dataset
    // Those of other agents stand in the same corner already.
    const below = document.querySelectorAll(`[data-switchboard-chat][data-position="${position}"]`)
    this.#root.style.setProperty('--below', String(below.length))
    document.body.append(this.#host)
    const gone = new MutationObserver(() => {
      if (this.#host.isConnected) return
      gone.disconnect()
      this.#chat.close()
    })
    // A page takes the element away, or its whole body.
    for (const parent of [document.body, document.documentElement]) {
      gone.observe(parent, { childList: true })
    }
  }

  #listen(): void {
    this.#panel.addEventListener('keydown', (event) => {
      if (event.key === 'Escape' && !event.isComposing) this.#close()
      if (event.key === 'Tab' && matchMedia(FULL_SCREEN).matches) this.#keepWithin(event)
    })
    for (const name of OWN_EVENTS) {
      this.#shadow.addEventListener(name, (event) => event.stopPropagation())
    }
    this.#chat.client.subscribe(() => this.#countUnseen())
  }

  #toggle(): void {
    if (this.#panel.hidden) this.#open()
    else this.#close()
  }

  #open(): void {
    this.#panel.hidden = false
    // Where it covers everything, what is behind it cannot be reached.
    this.#panel.ariaModal = String(matchMedia(FULL_SCREEN).matches)
    this.#launcher.ariaExpanded = 'true'
    this.#countUnseen()
    this.#chat.view.update()
    this.#chat.view.focus()
  }

  #close(): void {
    this.#panel.hidden = true
    this.#launcher.ariaExpanded = 'false'
    this.#launcher.focus()
  }

  /** The focus goes round within the panel. */
  #keepWithin(event: KeyboardEvent): void {
    const reachable = [
      ...this.#panel.querySelectorAll<HTMLElement>('button, a[href], textarea, [tabindex="0"]'),
    ].filter((control) => control.checkVisibility() && !control.matches(':disabled'))
    const [first] = reachable
    const last = reachable.at(-1)
    const focused = this.#shadow.activeElement
    if (event.shiftKey ? focused !== first : focused !== last) return
    event.preventDefault()
    ;(event.shiftKey ? last : first)?.focus()
  }

  /** What has come while the panel was closed. */
  #countUnseen(): void {
    const { messages } = this.#chat.client.state
    if (!this.#panel.hidden) this.#see(Math.max(wholeUpTo(messages), this.#seenSeq))
    const unseen = messages.filter(
      ({ seq, role, state }) => seq > this.#seenSeq && role !== 'visitor' && state !== 'writing',
    ).length
    const { unread } = this.#chat.language.texts
    this.#badge.hidden = unseen === 0
    this.#badge.textContent = String(unseen)
    const label = unseen === 0 ? '' : `, ${filled(unread, { n: unseen })}`
    this.#launcher.ariaLabel = this.#openLabel + label
  }

  #see(seq: number): void {
    if (seq === this.#seenSeq) return
    this.#seenSeq = seq
    this.#chat.storage.writeSeen(seq)
  }
}
