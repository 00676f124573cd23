import { useCallback, useSyncExternalStore } from 'react'

/** Whether a media query holds, e.g. `(width >= 48rem)`, kept up to date. */
export function useMedia(query: string): boolean {
  const subscribe = useCallback(
    (listener: () => void) => {
      const media = matchMedia(query)
      media.addEventListener('change', listener)
      return () => media.removeEventListener('change', listener)
    },
    [query],
  )
  return useSyncExternalStore(subscribe, () => matchMedia(query).matches)
}

/** Room for a table with all its columns; the same width as the classes with `md:`. */
export const WIDE = '(width >= 48rem)'
