import { CircleCheck, TriangleAlert, X } from 'lucide-react'
import { dismissToast, useToasts } from '../lib/toasts.ts'
import { Button } from './Button.tsx'

/** Short messages that go away by themselves; mounted once. */
export function Toaster() {
  const toasts = useToasts()
  return (
    <div
      role="status"
      aria-live="polite"
      className="pointer-events-none fixed inset-x-3 bottom-20 z-60 flex flex-col items-center gap-2 md:bottom-6"
    >
      {toasts.map(({ id, message, tone }) => (
        <div
          key={id}
          className="pointer-events-auto flex max-w-md items-center gap-2.5 rounded-lg border bg-raised py-1.5 pr-1.5 pl-3.5 shadow-pop"
        >
          {tone === 'good' ? (
            <CircleCheck aria-hidden className="size-4 shrink-0 text-good" />
          ) : (
            <TriangleAlert aria-hidden className="size-4 shrink-0 text-bad" />
          )}
          <span>{message}</span>
          <Button look="quiet" size="sm" aria-label="Dismiss" onClick={() => dismissToast(id)}>
            <X aria-hidden />
          </Button>
        </div>
      ))}
    </div>
  )
}
