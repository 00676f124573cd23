import { CircleCheck, TriangleAlert, X } from 'lucide-react'
import { Toast as Radix } from 'radix-ui'
import { dismissToast, type Toast, useToasts } from '../lib/toasts.ts'
import { Button } from './Button.tsx'

const SHOWN_MS = 5000
/** Long enough to find the button, by F8 as well. */
const SHOWN_WITH_ACTION_MS = 12_000

/** Short messages that go away by themselves; mounted once. */
export function Toaster() {
  const toasts = useToasts()
  return (
    <Radix.Provider label="Message">
      {toasts.map((toast) => (
        <ToastItem key={toast.id} toast={toast} />
      ))}
      <Radix.Viewport
        label="Messages ({hotkey})"
        className="pointer-events-none fixed inset-x-3 bottom-36 z-60 flex flex-col items-center gap-2 md:bottom-22 print:hidden"
      />
    </Radix.Provider>
  )
}

function ToastItem({ toast: { id, message, tone, action } }: { toast: Toast }) {
  return (
    <Radix.Root
      duration={action ? SHOWN_WITH_ACTION_MS : SHOWN_MS}
      onOpenChange={(open) => !open && dismissToast(id)}
      className="pointer-events-auto flex max-w-md items-center gap-2.5 rounded-lg border bg-raised py-1.5 pr-1.5 pl-3.5 shadow-pop"
    >
      {tone === 'good' ? (
        <CircleCheck aria-hidden className="size-4 shrink-0 text-good" />
      ) : (
        <TriangleAlert aria-hidden className="size-4 shrink-0 text-bad" />
      )}
      <Radix.Title className="min-w-0">{message}</Radix.Title>
      {action && (
        <Radix.Action asChild altText={action.label} onClick={action.act}>
          <Button size="sm">{action.label}</Button>
        </Radix.Action>
      )}
      <Radix.Close asChild>
        <Button look="quiet" size="sm" aria-label="Dismiss">
          <X aria-hidden />
        </Button>
      </Radix.Close>
    </Radix.Root>
  )
}
