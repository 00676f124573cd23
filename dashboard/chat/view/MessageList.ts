/** The conversation as a list; only what has changed is made anew. */
import type { VisibleMessage } from '../../../convex/model/chat.ts'
import type { Conversation } from '../state.ts'
import type { Unsent } from '../effects.ts'
import { lastAnswer } from '../messages.ts'
import type { Texts } from '../texts/texts.ts'
import { button, element } from './dom.ts'
import { renderMarkdown } from './render.ts'

/** One line: what it says decides whether it is drawn again. */
interface Line {
  key: string
  role: VisibleMessage['role']
  author: string
  text: string
  state: string
  bad: boolean
  /** What can be done with it. */
  acts: readonly Act[]
}

interface Act {
  label: string
  act: () => void
}

export interface ListActions {
  again: () => void
  sayAgain: (id: string) => void
  copy: (text: string) => void
}

interface Drawn {
  line: string
  item: HTMLLIElement
}

/** What stands there before the conversation has begun, which then begins with it. */
const GREETING_KEY = 'greeting'

export class MessageList {
  readonly list = element('ol', { class: 'messages' })
  readonly #texts: Texts
  readonly #greeting: string
  readonly #actions: ListActions
  #drawn = new Map<string, Drawn>()

  constructor(texts: Texts, greeting: string, actions: ListActions) {
    this.#texts = texts
    this.#greeting = greeting
    this.#actions = actions
  }

  update(chat: Conversation): void {
    const drawn = new Map<string, Drawn>()
    for (const line of this.#lines(chat)) {
      const said = JSON.stringify(line)
      const before = this.#drawn.get(line.key)
      drawn.set(line.key, before?.line === said ? before : { line: said, item: this.#draw(line) })
    }
    this.#drawn = drawn
    this.#place([...drawn.values()].map(({ item }) => item))
  }

  /** What stands already is not moved: it would lose the focus, and a selection. */
  #place(items: readonly HTMLLIElement[]): void {
    const wanted = new Set<Node>(items)
    for (const child of Array.from(this.list.childNodes)) if (!wanted.has(child)) child.remove()
    items.forEach((item, index) => {
      const there = this.list.childNodes[index] ?? null
      if (there !== item) this.list.insertBefore(item, there)
    })
  }

  #lines(chat: Conversation): Line[] {
    const { messages } = chat
    const greeted = this.#greeting === '' || messages.length > 0
    const mayAsk = chat.status === 'open' && chat.link.phase === 'open' && chat.unsent.length === 0
    const last = mayAsk && !chat.typing ? lastAnswer(messages) : null
    return [
      ...(greeted ? [] : [lineOf(GREETING_KEY, 'agent', this.#greeting)]),
      ...messages.map((message) => this.#messageLine(message, message === last)),
      ...chat.unsent.map((unsent) => this.#unsentLine(unsent, chat)),
    ]
  }

  #messageLine(message: VisibleMessage, isLast: boolean): Line {
    const { seq, role, author, text, state } = message
    const { again, copy, failed, stopped, person } = this.#texts
    const byAgent = role === 'agent' && state !== 'writing'
    const acts: Act[] = [
      ...(byAgent && text !== '' ? [{ label: copy, act: () => this.#actions.copy(text) }] : []),
      ...(isLast ? [{ label: again, act: this.#actions.again }] : []),
    ]
    return {
      ...lineOf(`seq ${seq}`, role, text),
      author: role === 'person' ? author || person : '',
      state: state === 'failed' ? failed : state === 'stopped' ? stopped : '',
      bad: state === 'failed',
      acts,
    }
  }

  #unsentLine({ id, text, problem }: Unsent, { status, link }: Conversation): Line {
    const { notSent, sending, again } = this.#texts
    const over = status === 'ended' || link.phase === 'refused'
    const acts: Act[] =
      problem === null ? [] : [{ label: again, act: () => this.#actions.sayAgain(id) }]
    return {
      ...lineOf(`unsent ${id}`, 'visitor', text),
      state: problem ?? (over ? notSent : sending),
      bad: problem !== null || over,
      acts,
    }
  }

  #draw({ role, author, text, state, bad, acts }: Line): HTMLLIElement {
    const marked = role === 'agent' || role === 'person'
    const item = element('li', { class: `message ${role}` })
    if (author !== '') item.append(element('p', { class: 'author', dir: 'auto' }, [author]))
    if (role === 'visitor') item.append(element('span', { class: 'sr' }, [this.#texts.you]))
    if (text !== '') {
      const body = element('div', { class: 'body', dir: 'auto' })
      body.append(...(marked ? renderMarkdown(text) : [text]))
      item.append(body)
    }
    if (state !== '') {
      item.append(element('p', { class: bad ? 'state bad' : 'state', dir: 'auto' }, [state]))
    }
    if (acts.length > 0) {
      const buttons = acts.map(({ label, act }) => button(label, act))
      item.append(element('div', { class: 'acts' }, buttons))
    }
    return item
  }
}

function lineOf(key: string, role: Line['role'], text: string): Line {
  return { key, role, author: '', text, state: '', bad: false, acts: [] }
}
