/** The page `/chat/ID`: the chat with an agent, and nothing else. */
import { addressOf, fetchAbout } from './about.ts'
import { mountChat } from './mountChat.ts'
import { readTheme } from './readTheme.ts'
import { languageFor } from './texts/index.ts'
import { element } from './view/dom.ts'

async function start(place: HTMLElement): Promise<void> {
  const agentId = decodeURIComponent(location.pathname.split('/')[2] ?? '')
  const wishes = new URLSearchParams(location.search)
  const theme = readTheme(wishes.get('theme'))
  if (theme !== 'auto') document.documentElement.dataset['theme'] = theme
  const locale = wishes.get('locale')
  const locales = locale ? [locale] : []
  const about = await fetchAbout(addressOf(location.origin, agentId))
  if ('refused' in about) {
    const { texts } = languageFor([...locales, ...navigator.languages])
    const sentence = about.refused || texts.unavailable
    return place.replaceChildren(element('p', { class: 'refused', role: 'alert' }, [sentence]))
  }
  const { language, view } = mountChat({
    host: location.origin,
    agentId,
    about,
    locales,
    theme,
    heading: 'h1',
    element: place,
  })
  document.documentElement.lang = language.lang
  document.documentElement.dir = language.dir
  document.title = about.name
  view.focus()
}

const place = document.getElementById('chat')
if (place) void start(place)
