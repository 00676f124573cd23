/**
 * One line on any page: `<script async src="https://HOST/chat/widget.js" data-agent="ID"></script>`. It
 * shows a button, and behind it the chat. `data-locale`, `data-theme` (`light`, `dark`) and
 * `data-position` (`left`) change it.
 */
import { addressOf, fetchAbout } from './about.ts'
import { readTheme } from './readTheme.ts'
import { Widget } from './view/Widget.ts'

const SCRIPTS = 'script[data-agent][src*="/chat/widget.js"]'

function ownScript(): HTMLScriptElement | null {
  const { currentScript } = document
  if (currentScript instanceof HTMLScriptElement) return currentScript
  return document.querySelector<HTMLScriptElement>(SCRIPTS)
}

async function start(script: HTMLScriptElement): Promise<void> {
  const { agent: agentId, locale, theme, position } = script.dataset
  if (!agentId) return console.warn('Chat: the script needs data-agent, the id of an agent.')
  const host = new URL(script.src).origin
  const about = await fetchAbout(addressOf(host, agentId))
  if ('refused' in about) {
    const sentence = about.refused || 'the server cannot be reached, or does not allow this page.'
    return console.warn(`Chat: ${sentence}`)
  }
  await parsedDocument()
  if (document.querySelector(`[data-switchboard-chat="${CSS.escape(agentId)}"]`)) return
  new Widget({
    host,
    agentId,
    about,
    locales: locale ? [locale] : [],
    theme: readTheme(theme),
    heading: 'h2',
    position: position?.endsWith('left') ? 'left' : 'right',
  }).show()
}

function parsedDocument(): Promise<unknown> {
  if (document.readyState !== 'loading') return Promise.resolve()
  return new Promise((resolve) => {
    document.addEventListener('DOMContentLoaded', resolve, { once: true })
  })
}

const script = ownScript()
if (script) void start(script)
