import { useSyncExternalStore } from 'react'

export interface Toast {
  id: number
  message: string
  tone: 'good' | 'bad'
}

const SHOWN_MS = 5000

let toasts: readonly Toast[] = []
let nextId = 1
const listeners = new Set<() => void>()

/** Says something in passing. What needs an answer belongs on the page instead. */
export function showToast(message: string, tone: Toast['tone'] = 'good'): void {
  const id = nextId++
  change([...toasts.slice(-2), { id, message, tone }])
  setTimeout(() => dismissToast(id), SHOWN_MS)
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
