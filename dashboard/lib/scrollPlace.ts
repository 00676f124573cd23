/**
 * Where a page was scrolled to, kept with its step of the history. The browser's own memory of it
 * gives up before a list has come, so it is done here.
 */
import { keepInEntry, readEntry } from './historyEntry.ts'

/** A pause this long ends a scroll, in ms: browsers limit how often history may be written. */
const PAUSE_MS = 150
/** How long a page may take to grow back to where one was, in ms. */
const PATIENCE_MS = 10_000
/** Whoever does one of these wants to be somewhere else by now. */
const TAKES_OVER = ['wheel', 'touchstart', 'pointerdown', 'keydown', 'input'] as const

let timer: ReturnType<typeof setTimeout> | undefined
let stopRestoring: (() => void) | null = null

/** Call once, before the first page is shown. */
export function rememberScrolling(): void {
  history.scrollRestoration = 'manual'
  addEventListener('scroll', noteLater, { passive: true })
  addEventListener('pagehide', noteScroll)
  returnToPlace()
}

/** Writes the place down now: the page is about to be left. */
export function noteScroll(): void {
  clearTimeout(timer)
  if (!stopRestoring) keepInEntry({ scrollY })
}

/** The top of a page that one has not been at. */
export function beginAtTop(): void {
  clearTimeout(timer)
  stopRestoring?.()
  scrollTo(0, 0)
}

/** Back to where this step of the history was left, as soon as the page is long enough again. */
export function returnToPlace(): void {
  clearTimeout(timer)
  stopRestoring?.()
  const place = readEntry().scrollY
  if (place === 0) return scrollTo(0, 0)
  const growth = new ResizeObserver(() => scrollTo(0, place))
  growth.observe(document.documentElement)
  const over = new AbortController()
  const stop = () => {
    growth.disconnect()
    over.abort()
    clearTimeout(patience)
    stopRestoring = null
  }
  const patience = setTimeout(stop, PATIENCE_MS)
  for (const event of TAKES_OVER) addEventListener(event, stop, { signal: over.signal })
  stopRestoring = stop
}

function noteLater(): void {
  clearTimeout(timer)
  if (!stopRestoring) timer = setTimeout(noteScroll, PAUSE_MS)
}
