import { useSyncExternalStore } from 'react'

const KEY = 'single-keys'
const listeners = new Set<() => void>()
let on = readChoice()

/**
 * Whether single letters and digits do something. Who speaks to the browser, or hits keys by mistake, must be
 * able to turn them off: https://www.w3.org/WAI/WCAG22/Understanding/character-key-shortcuts
 */
export function singleKeysAreOn(): boolean {
  return on
}

export function useSingleKeys(): [boolean, (on: boolean) => void] {
  return [useSyncExternalStore(subscribe, singleKeysAreOn), choose]
}

function choose(next: boolean): void {
  on = next
  try {
    if (on) localStorage.removeItem(KEY)
    else localStorage.setItem(KEY, 'off')
  } catch {
    // Storage is blocked: the choice lasts until the page is closed.
  }
  for (const listener of listeners) listener()
}

function readChoice(): boolean {
  try {
    return localStorage.getItem(KEY) !== 'off'
  } catch {
    return true
  }
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
