import { useEffect } from 'react'

/** While `active`, closing the window or loading it anew would lose something: the browser asks first. */
export function useAskBeforeClosing(active: boolean): void {
  useEffect(() => {
    if (!active) return
    const ask = (event: BeforeUnloadEvent) => event.preventDefault()
    addEventListener('beforeunload', ask)
    return () => removeEventListener('beforeunload', ask)
  }, [active])
}
