import { useSyncExternalStore } from 'react'

export interface ToastAction {
  /** A verb: “Undo”. */
  label: string
  act: () => void
}

export interface Toast {
  id: number
  message: string
  tone: 'good' | 'bad'
  /** One thing that can be done about it as long as it is shown. */
  action: ToastAction | null
}

/** More would cover the page. */
const SHOWN = 3

let toasts: readonly Toast[] = []
let nextId = 1
const listeners = new Set<() => void>()

/** Says something in passing. What needs an answer belongs on the page instead. */
export function showToast(
  message: string,
  { tone = 'good', action = null }: Partial<Pick<Toast, 'tone' | 'action'>> = {},
): void {
  change([...toasts, { id: nextId++, message, tone, action }].slice(-SHOWN))
}

export function dismissToast(id: number): void {
  change(toasts.filter((toast) => toast.id !== id))
}

export function useToasts(): readonly Toast[] {
  return useSyncExternalStore(subscribe, () => toasts)
}

function change(next: readonly Toast[]): void {
  toasts = next
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
