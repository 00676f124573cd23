/**
 * The dashboard takes a new build by itself. The page names its files, whose names hold a hash of their
 * content: as soon as the server's page names others, a newer build is there.
 */
import { useSyncExternalStore } from 'react'

const RELOADED_AT = 'reloaded-at'
const RELOADED_FOR = 'reloaded-for'
/** A page that was just loaded has the newest build: its files are missing for another reason. */
const JUST_LOADED_MS = 30_000
/** How often a page that is looked at asks. */
const ASK_MS = 5_000

let waiting = false
const listeners = new Set<() => void>()

/** Whether a newer build is there that is not loaded yet, because something would be lost. */
export function useWaitingBuild(): boolean {
  return useSyncExternalStore(subscribe, () => waiting)
}

/**
 * Loads the page anew for a newer build, at a moment when nothing is lost by it. Also when a part of the
 * page is gone from the server; where something is not saved, the browser asks first.
 * https://vite.dev/guide/build#load-error-handling
 */
export function reloadForNewBuilds(): void {
  addEventListener('vite:preloadError', () => {
    const last = Number(sessionStorage.getItem(RELOADED_AT))
    if (Date.now() - last < JUST_LOADED_MS) return
    sessionStorage.setItem(RELOADED_AT, String(Date.now()))
    location.reload()
  })
  const loaded = filesIn(document.documentElement.outerHTML)
  // Vite's own server names no files, and replaces what changed by itself.
  if (!loaded) return
  const look = () => void lookFor(loaded)
  setInterval(look, ASK_MS)
  document.addEventListener('visibilitychange', look)
}

/** The built files that a page names; '' when it names none. */
export function filesIn(html: string): string {
  const names = html.match(/\/assets\/[\w.-]+/g) ?? []
  return [...new Set(names)].toSorted().join(' ')
}

async function lookFor(loaded: string): Promise<void> {
  if (document.visibilityState === 'hidden') return
  const files = await currentFiles()
  if (!files) return
  // A server that still gives the old page now and then must not make this one reload for ever.
  const isNew = files !== loaded
  if (isNew && !isBusy() && sessionStorage.getItem(RELOADED_FOR) !== files) {
    sessionStorage.setItem(RELOADED_FOR, files)
    location.reload()
    return
  }
  waiting = isNew
  for (const listener of listeners) listener()
}

/** '' when the server does not answer, or with something else: a proxy's sign-in, an error. */
async function currentFiles(): Promise<string> {
  try {
    const response = await fetch('/', { cache: 'no-cache' })
    return response.ok ? filesIn(await response.text()) : ''
  } catch {
    return ''
  }
}

/** Whether the browser would ask before leaving the page, or somebody is in the middle of typing. */
function isBusy(): boolean {
  const leaving = new Event('beforeunload', { cancelable: true })
  dispatchEvent(leaving)
  if (leaving.defaultPrevented) return true
  if (document.querySelector('[role="dialog"], [role="alertdialog"]')) return true
  const field = document.activeElement
  const isText = field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement
  return isText && field.value !== ''
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
