/** A conversation in an element of a page, with everything it needs. */
import { addressOf } from './about.ts'
import { ChatClient } from './ChatClient.ts'
import { type TabStorage, tabStorage } from './keptInTab.ts'
import type { About } from './protocol.ts'
import { type Language, languageFor } from './texts/index.ts'
import { proveWithTurnstile } from './turnstile.ts'
import { ChatView } from './view/ChatView.ts'
import { element } from './view/dom.ts'
import { applyStyles } from './view/styles.ts'

export type Theme = 'light' | 'dark' | 'auto'

export interface ChatPlace {
  /** The origin of the Worker. */
  host: string
  agentId: string
  about: About
  /** The first of them that there are texts for. */
  locales: readonly string[]
  theme: Theme
  /** How deep its name stands among the headings of the page. */
  heading: 'h1' | 'h2' | 'h3'
  /** The element whose shadow root the chat is shown in. */
  element: HTMLElement
}

export interface Mounted {
  client: ChatClient
  storage: TabStorage
  view: ChatView
  language: Language
  close: () => void
}

/** Makes the client and its view; `place.element` has a shadow root by now, which gets the view. */
export function makeChat(place: ChatPlace, onClose: (() => void) | null): Mounted {
  const { host, agentId, about, theme, heading } = place
  const language = languageFor([...place.locales, about.locale])
  const { turnstileSiteKey: siteKey } = about
  const storage = tabStorage(agentId)
  const client = new ChatClient({
    address: addressOf(host, agentId),
    storage,
    prove:
      siteKey === null
        ? null
        : () =>
            proveWithTurnstile({
              siteKey,
              language: language.lang.toLowerCase(),
              theme,
              host: place.element,
            }),
  })
  client.restore()
  const view = new ChatView({ client, about, language, heading, onClose })
  const stopListening = client.subscribe(oncePerFrame(() => view.update()))
  const close = () => {
    stopListening()
    client.close()
  }
  return { client, storage, view, language, close }
}

/** Fills the element with the chat. */
export function mountChat(place: ChatPlace): Mounted {
  const shadow = place.element.shadowRoot ?? place.element.attachShadow({ mode: 'open' })
  applyStyles(shadow)
  place.element.dataset['placed'] = 'page'
  if (place.theme !== 'auto') place.element.dataset['theme'] = place.theme
  const mounted = makeChat(place, null)
  const { root } = mounted.view
  const { lang, dir } = mounted.language
  // The inner element has the size of the outer one, which has the page's.
  const frame = element('div', { class: 'root chat', lang, dir }, [root])
  shadow.replaceChildren(frame)
  return mounted
}

/** Words come many times between two frames. */
function oncePerFrame(act: () => void): () => void {
  let planned = false
  return () => {
    if (planned) return
    planned = true
    requestAnimationFrame(() => {
      planned = false
      act()
    })
  }
}
