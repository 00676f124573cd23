import { Sparkles } from 'lucide-react'
import { Button } from '../../components/Button.tsx'
import { useWaitingBuild } from '../../lib/newBuild.ts'

/** A newer build waits because something would be lost. Floats over the page, so that nothing moves. */
export function UpdateNotice() {
  const waiting = useWaitingBuild()
  return (
    <output
      aria-live="polite"
      className="pointer-events-none fixed inset-x-3 top-14 z-30 flex justify-center print:hidden"
    >
      {waiting && (
        <div className="pointer-events-auto flex max-w-xl flex-wrap items-center gap-2.5 rounded-lg border border-accent/30 bg-accent-soft px-3.5 py-2 shadow-pop">
          <Sparkles aria-hidden className="size-4 shrink-0 text-accent" />
          <p className="min-w-48 flex-1">
            A new version of the dashboard is ready. It loads by itself when nothing is unsaved and
            no test call runs.
          </p>
          <Button size="sm" onClick={() => location.reload()}>
            Load it now
          </Button>
        </div>
      )}
    </output>
  )
}
