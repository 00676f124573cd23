import { useEffect, useSyncExternalStore } from 'react'

/**
 * Where one is, for the router, with one addition: a page with unsaved changes can ask to be asked
 * before it is left, by a link and by the browser's back and forward buttons alike.
 */
interface NavigateOptions {
  replace?: boolean
}

let path = location.pathname
let position = readPosition()
let pending: (() => void) | null = null
/** Set while `history.go` undoes a step back or forward that has to be asked about first. */
let undoing = false
/** Set when a step that was asked about is made after all. */
let allowed = false

const guards = new Map<symbol, (to: string) => boolean>()
const listeners = new Set<() => void>()

history.replaceState({ position }, '')
addEventListener('popstate', onPopState)

export function navigate(to: string, options: NavigateOptions = {}): void {
  const target = new URL(to, location.href)
  if (isGuarded(target.pathname)) return ask(() => go(to, options))
  go(to, options)
}

/** The location hook that the router is given. */
export function useGuardedLocation(): [string, typeof navigate] {
  return [useSyncExternalStore(subscribe, () => path), navigate]
}

/** While `active`, leaving for a path where `staysOn` is false has to be confirmed first. */
export function useLeaveGuard(active: boolean, staysOn: (to: string) => boolean): void {
  useEffect(() => {
    if (!active) return
    const key = Symbol('guard')
    const warn = (event: BeforeUnloadEvent) => event.preventDefault()
    guards.set(key, (to) => !staysOn(to))
    addEventListener('beforeunload', warn)
    return () => {
      guards.delete(key)
      removeEventListener('beforeunload', warn)
    }
  }, [active, staysOn])
}

/** Whether somebody is about to leave unsaved changes, and the two answers. */
export function usePendingLeave(): { asking: boolean; leave: () => void; stay: () => void } {
  const asking = useSyncExternalStore(subscribe, () => pending !== null)
  return { asking, leave: () => answer(true), stay: () => answer(false) }
}

function answer(leaving: boolean): void {
  const proceed = pending
  pending = null
  if (leaving) proceed?.()
  emit()
}

function ask(proceed: () => void): void {
  pending = proceed
  emit()
}

function go(to: string, { replace = false }: NavigateOptions): void {
  if (!replace) position++
  history[replace ? 'replaceState' : 'pushState']({ position }, '', to)
  arrive()
}

function onPopState(): void {
  if (undoing) {
    undoing = false
    return
  }
  const steps = readPosition() - position
  if (!allowed && steps !== 0 && isGuarded(location.pathname)) {
    undoing = true
    history.go(-steps)
    return ask(() => {
      allowed = true
      history.go(steps)
    })
  }
  allowed = false
  position = readPosition()
  arrive()
}

function arrive(): void {
  path = location.pathname
  emit()
}

function isGuarded(to: string): boolean {
  return [...guards.values()].some((asks) => asks(to))
}

function readPosition(): number {
  const state: unknown = history.state
  const known = typeof state === 'object' && state !== null && 'position' in state
  return known && typeof state.position === 'number' ? state.position : 0
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

function emit(): void {
  for (const listener of listeners) listener()
}
