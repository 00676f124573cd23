/** A conversation in a window: what was said, how it stands, and where one writes. */
import type { ChatClient } from '../ChatClient.ts'
import type { Conversation } from '../state.ts'
import { wholeUpTo } from '../messages.ts'
import type { About } from '../protocol.ts'
import type { Language } from '../texts/index.ts'
import { filled, type Texts } from '../texts/texts.ts'
import { Composer } from './Composer.ts'
import { button, element, iconButton, setText } from './dom.ts'
import { MessageList } from './MessageList.ts'
import { noticeOf } from './notice.ts'

interface ViewOptions {
  client: ChatClient
  about: About
  language: Language
  heading: 'h1' | 'h2' | 'h3'
  /** `null`: it cannot be closed. */
  onClose: (() => void) | null
}

/** Who reads within so many px of the end reads along. */
const NEAR_PX = 80

export class ChatView {
  readonly root: HTMLDivElement
  readonly #client: ChatClient
  readonly #about: About
  readonly #texts: Texts
  readonly #list: MessageList
  readonly #composer: Composer
  readonly #log: HTMLDivElement
  readonly #typing = element('p', { class: 'typing', 'aria-hidden': 'true' })
  readonly #notice = element('div', { class: 'notice' })
  readonly #noticeText = element('span', { role: 'status' })
  readonly #noticeAct: HTMLButtonElement
  readonly #spoken = element('div', { class: 'sr', 'aria-live': 'polite' })
  readonly #leave: HTMLButtonElement
  #noticeActs: () => void = () => {}
  #spokenSeq = -1
  #said = false
  #follows = false

  constructor({ client, about, language, heading, onClose }: ViewOptions) {
    const { texts, lang, dir } = language
    this.#client = client
    this.#about = about
    this.#texts = texts
    this.#list = new MessageList(texts, about.greeting, {
      again: () => this.#tellAndWrite({ type: 'again' }),
      sayAgain: (id) => this.#tellAndWrite({ type: 'said_again', id }),
      copy: (text) => void this.#copy(text),
    })
    this.#composer = new Composer(texts, {
      say: (text) => this.#say(text),
      stop: () => client.tell({ type: 'stopped' }),
    })
    this.#noticeAct = button('', () => this.#noticeActs())
    this.#notice.append(this.#noticeText, this.#noticeAct)
    this.#leave = button(texts.leave, () => client.tell({ type: 'left' }), { class: 'quiet' })
    this.#log = element(
      'div',
      { class: 'log', role: 'log', tabindex: '0', 'aria-label': texts.log, 'aria-live': 'off' },
      [this.#list.list, this.#typing],
    )
    this.root = element('div', { class: 'chat', lang, dir }, [
      this.#head(heading, onClose),
      this.#log,
      this.#spoken,
      this.#notice,
      element('div', { class: 'proof' }, [element('slot', { name: 'proof' })]),
      this.#composer.form,
      this.#composer.counter,
    ])
    this.update()
  }

  focus(): void {
    if (this.#composer.form.hidden) this.#noticeAct.focus()
    else this.#composer.focus()
  }

  update(): void {
    const chat = this.#client.state
    const { scrollHeight, scrollTop, clientHeight } = this.#log
    const follows = scrollHeight - scrollTop - clientHeight < NEAR_PX
    this.#list.update(chat)
    this.#showNotice(chat)
    const writing = chat.typing || chat.messages.some(({ state }) => state === 'writing')
    setText(this.#typing, this.#typingText(chat))
    this.#composer.update({ writing, over: chat.status === 'ended' })
    this.#leave.hidden = chat.key === null || chat.ending
    this.#speak(chat)
    if (follows) this.#log.scrollTop = this.#log.scrollHeight
  }

  #head(heading: ViewOptions['heading'], onClose: ViewOptions['onClose']): HTMLElement {
    const head = element('header', { class: 'head' }, [
      element(heading, { dir: 'auto' }, [this.#about.name]),
      this.#leave,
    ])
    if (onClose) head.append(iconButton('close', this.#texts.close, onClose, { class: 'icon' }))
    return head
  }

  #say(text: string): void {
    this.#said = true
    this.#log.scrollTop = this.#log.scrollHeight
    this.#client.tell({ type: 'said', id: crypto.randomUUID(), text })
  }

  /** What was pressed may be gone with what it did. */
  #tellAndWrite(event: Parameters<ChatClient['tell']>[0]): void {
    this.#client.tell(event)
    this.update()
    this.focus()
  }

  async #copy(text: string): Promise<void> {
    // A page in a frame may have no leave to write there: then one selects the text.
    const copied = await navigator.clipboard.writeText(text).then(
      () => true,
      () => false,
    )
    if (copied) setText(this.#spoken, this.#texts.copied)
  }

  #typingText({ typing, messages }: Conversation): string {
    const hasWords = messages.some(({ state, text }) => state === 'writing' && text !== '')
    const writes = typing && !hasWords
    return writes ? filled(this.#texts.agentWrites, { name: this.#about.name }) : ''
  }

  #showNotice(chat: Conversation): void {
    const notice = noticeOf(chat, this.#texts)
    this.#notice.hidden = notice === null
    setText(this.#noticeText, notice?.text ?? '')
    const act = notice?.act ?? null
    this.#noticeAct.hidden = act === null
    setText(this.#noticeAct, act?.label ?? '')
    this.#noticeActs = () => act && this.#tellAndWrite(act.event)
  }

  /** Screen readers hear each message once, when it is whole; not those from before a reload. */
  #speak({ messages, link }: Conversation): void {
    const whole = wholeUpTo(messages)
    if (!this.#follows && link.phase === 'open') {
      this.#follows = true
      if (!this.#said) this.#spokenSeq = whole
    }
    const fresh = messages.filter(
      ({ seq, role }) => seq > this.#spokenSeq && seq <= whole && role !== 'visitor',
    )
    this.#spokenSeq = Math.max(this.#spokenSeq, whole)
    if (fresh.length === 0) return
    setText(this.#spoken, fresh.map(({ text }) => text || this.#texts.failed).join('\n'))
  }
}
