import { X } from 'lucide-react'
import { Dialog as Radix } from 'radix-ui'
import { type ReactNode, useRef } from 'react'
import { focusTitle } from '../lib/focusTitle.ts'
import { Button } from './Button.tsx'

interface DialogProps {
  title: string
  description?: ReactNode
  open: boolean
  onOpenChange: (open: boolean) => void
  /** Lives only while the dialog is open: what is typed into it begins anew each time. */
  children?: ReactNode
}

/**
 * Keeps the focus inside while it is open, first on its first field or else on Cancel, and gives it
 * back to where it was. Its buttons are `DialogActions`.
 */
export function Dialog({ title, description, open, onOpenChange, children }: DialogProps) {
  const opener = useRef<Element | null>(null)
  const begin = (event: Event) => {
    event.preventDefault()
    opener.current = document.activeElement
    firstOf(event.currentTarget)?.focus()
  }
  const giveBack = (event: Event) => {
    event.preventDefault()
    focusAgain(opener.current)
  }
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 bg-black/45" />
        <Radix.Content
          onOpenAutoFocus={begin}
          onCloseAutoFocus={giveBack}
          className="fixed top-1/2 left-1/2 z-50 flex max-h-[90dvh] w-[min(34rem,calc(100vw-1.5rem))] -translate-x-1/2 -translate-y-1/2 flex-col overflow-y-auto rounded-lg border bg-raised p-5 shadow-pop"
          {...(description ? {} : { 'aria-describedby': undefined })}
        >
          <div className="mb-3 flex items-start justify-between gap-4">
            <Radix.Title className="min-w-0 text-lg font-semibold">{title}</Radix.Title>
            <Radix.Close asChild>
              <Button look="quiet" size="icon" aria-label="Close" className="-mt-1.5 -mr-1.5">
                <X aria-hidden />
              </Button>
            </Radix.Close>
          </div>
          {description && (
            <Radix.Description asChild>
              <div className="mb-4 text-ink-2">{description}</div>
            </Radix.Description>
          )}
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}

interface DialogActionsProps {
  /** The button that changes nothing. */
  cancel?: string
  /** The others, the most important last. */
  children: ReactNode
}

export function DialogActions({ cancel = 'Cancel', children }: DialogActionsProps) {
  return (
    <div className="mt-5 flex flex-wrap justify-end gap-2">
      <Radix.Close asChild>
        <Button data-cancel>{cancel}</Button>
      </Radix.Close>
      {children}
    </div>
  )
}

function firstOf(dialog: EventTarget | null): HTMLElement | null {
  if (!(dialog instanceof HTMLElement)) return null
  const field = dialog.querySelector<HTMLElement>('input, select, textarea')
  return field ?? dialog.querySelector<HTMLElement>('[data-cancel]') ?? dialog
}

/** What opened the dialog may be gone by now, or hidden: then the page is read from its title. */
function focusAgain(opener: Element | null): void {
  if (opener instanceof HTMLElement && opener !== document.body && opener.isConnected) {
    opener.focus()
    if (document.activeElement === opener) return
  }
  focusTitle()
}
