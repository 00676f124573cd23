import { useConvexConnectionState } from 'convex/react'
import { WifiOff } from 'lucide-react'
import { useEffect, useState } from 'react'

/** A restart of the Worker is over before this; only longer gaps are worth a word. */
const PATIENCE_MS = 2500

/** Floats over the page, so that nothing moves when it comes and goes. */
export function ConnectionBanner() {
  const { isWebSocketConnected } = useConvexConnectionState()
  const lost = useLongerThan(!isWebSocketConnected, PATIENCE_MS)
  return (
    <output
      aria-live="polite"
      className="pointer-events-none fixed inset-x-3 top-3 z-30 flex justify-center"
    >
      {lost && (
        <p className="flex items-center gap-2.5 rounded-lg border border-warn/40 bg-warn-soft px-3.5 py-2 shadow-pop">
          <WifiOff aria-hidden className="size-4 shrink-0 text-warn" />
          Connection lost, trying again. What you see may be out of date; what you type is kept.
        </p>
      )}
    </output>
  )
}

function useLongerThan(active: boolean, ms: number): boolean {
  const [long, setLong] = useState(false)
  useEffect(() => {
    if (!active) return
    const timer = setTimeout(() => setLong(true), ms)
    return () => {
      clearTimeout(timer)
      setLong(false)
    }
  }, [active, ms])
  return active && long
}
