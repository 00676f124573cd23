/**
 * Cloudflare Turnstile, which is loaded only where an agent asks for it, and when the first message is
 * sent. It is shown in the page itself, as it finds nothing of its own in a shadow root.
 * https://developers.cloudflare.com/turnstile/get-started/client-side-rendering/
 */
import { element } from './view/dom.ts'

interface Turnstile {
  render(place: HTMLElement, options: RenderOptions): string | undefined
  remove(widget: string): void
}

interface RenderOptions {
  sitekey: string
  language: string
  theme: 'auto' | 'light' | 'dark'
  appearance: 'interaction-only'
  callback: (token: string) => void
  'error-callback': () => void
}

declare global {
  interface Window {
    turnstile?: Turnstile
  }
}

const SCRIPT = 'https://challenges.cloudflare.com/turnstile/v0/api.js?render=explicit'

export interface ProofOptions {
  siteKey: string
  language: string
  theme: RenderOptions['theme']
  /** The element whose shadow root holds the chat; its slot `proof` shows the challenge. */
  host: HTMLElement
}

/** A token, good for one conversation. Throws when the visitor proves nothing. */
export async function proveWithTurnstile(options: ProofOptions): Promise<string> {
  const turnstile = await load()
  const place = element('div', { slot: 'proof' })
  options.host.append(place)
  let widget: string | undefined
  try {
    return await new Promise<string>((resolve, reject) => {
      widget = turnstile.render(place, {
        sitekey: options.siteKey,
        language: options.language,
        theme: options.theme,
        appearance: 'interaction-only',
        callback: resolve,
        'error-callback': () => reject(new Error('Turnstile gave no token.')),
      })
    })
  } finally {
    if (widget !== undefined) turnstile.remove(widget)
    place.remove()
  }
}

let loading: Promise<Turnstile> | null = null

/** A page may have loaded it for itself. What failed is tried again. */
function load(): Promise<Turnstile> {
  if (window.turnstile) return Promise.resolve(window.turnstile)
  loading ??= new Promise<Turnstile>((resolve, reject) => {
    const script = element('script', { src: SCRIPT, async: '' })
    const fail = () => {
      loading = null
      script.remove()
      reject(new Error('Turnstile could not be loaded.'))
    }
    script.addEventListener('load', () => (window.turnstile ? resolve(window.turnstile) : fail()))
    script.addEventListener('error', fail)
    document.head.append(script)
  })
  return loading
}
