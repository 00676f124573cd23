import type { Theme } from './mountChat.ts'

/** Anything else than a theme leaves it to the browser. */
export function readTheme(word: string | null | undefined): Theme {
  return word === 'light' || word === 'dark' ? word : 'auto'
}
