import { useEffect, useEffectEvent } from 'react'
import { singleKeysAreOn } from './singleKeys.ts'

/** Where letters are typed, or where keys have a meaning of their own. */
const OWN_KEYS = 'input, select, textarea, [contenteditable], [role="dialog"], [role="menu"]'

/**
 * Single keys that work all over the page while the component is shown, by `KeyboardEvent.key`; not where
 * somebody types, and not behind a dialog.
 */
export function useKeys(keys: Readonly<Record<string, () => void>>): void {
  const press = useEffectEvent((event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return
    if (!singleKeysAreOn()) return
    if (event.target instanceof Element && event.target.closest(OWN_KEYS)) return
    if (!isBehindDialog()) keys[event.key.toLowerCase()]?.()
  })
  useEffect(() => listen((event) => press(event)), [])
}

/** Ctrl+S, or ⌘S; the browser would save the page as a file. */
export function useSaveKey(save: () => void): void {
  const press = useEffectEvent((event: KeyboardEvent) => {
    const pressed = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey
    if (!pressed || event.key.toLowerCase() !== 's') return
    event.preventDefault()
    if (!isBehindDialog()) save()
  })
  useEffect(() => listen((event) => press(event)), [])
}

function isBehindDialog(): boolean {
  return document.querySelector('[role="dialog"]') !== null
}

function listen(onKeyDown: (event: KeyboardEvent) => void): () => void {
  addEventListener('keydown', onKeyDown)
  return () => removeEventListener('keydown', onKeyDown)
}
