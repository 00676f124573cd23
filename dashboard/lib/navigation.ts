import { useEffect, useRef, useSyncExternalStore } from 'react'

/**
 * Where one is, for the router, with one addition: a page with unsaved changes can ask to be asked
 * before it is left, by a link and by the browser's back and forward buttons alike.
 */
interface NavigateOptions {
  replace?: boolean
}

let path = location.pathname
let position = readPosition()
let moved = false
let pending: (() => void) | null = null
/** Set while `history.go` undoes a step back or forward that has to be asked about first. */
let undoing = false
/** Set when a step that was asked about is made after all. */
let allowed = false

interface Guard {
  asksBefore: (to: string) => boolean
  onLeave: () => void
}

const guards = new Set<Guard>()
const listeners = new Set<() => void>()

history.replaceState({ position }, '')
addEventListener('popstate', onPopState)

export function navigate(to: string, options: NavigateOptions = {}): void {
  const target = new URL(to, location.href)
  if (isGuarded(target.pathname)) return ask(() => go(to, options))
  go(to, options)
}

/** Goes there without asking, in place of where one is: for where one is sent, not where one goes. */
export function redirect(to: string): void {
  go(to, { replace: true })
}

/** Does something that would lose unsaved changes, e.g. signing out; asks first where there are some. */
export function leaveFor(action: () => void): void {
  if (guards.size > 0) ask(action)
  else action()
}

/** Whether somebody went anywhere since the dashboard was loaded. */
export const hasNavigated = () => moved

/** The location hook that the router is given. */
export function useGuardedLocation(): [string, typeof navigate] {
  return [useSyncExternalStore(subscribe, () => path), navigate]
}

interface LeaveGuardOptions {
  active: boolean
  /** Paths that keep the changes, e.g. the other tabs of the same page. */
  staysOn: (to: string) => boolean
  /** Called when leaving was confirmed. */
  onLeave: () => void
}

/** While `active`, leaving has to be confirmed first. */
export function useLeaveGuard({ active, staysOn, onLeave }: LeaveGuardOptions): void {
  const latest = useRef({ staysOn, onLeave })
  useEffect(() => {
    latest.current = { staysOn, onLeave }
  })
  useEffect(() => {
    if (!active) return
    const guard: Guard = {
      asksBefore: (to) => !latest.current.staysOn(to),
      onLeave: () => latest.current.onLeave(),
    }
    const warn = (event: BeforeUnloadEvent) => event.preventDefault()
    guards.add(guard)
    addEventListener('beforeunload', warn)
    return () => {
      guards.delete(guard)
      removeEventListener('beforeunload', warn)
    }
  }, [active])
}

/** Whether somebody is about to leave unsaved changes, and the two answers. */
export function usePendingLeave(): { asking: boolean; leave: () => void; stay: () => void } {
  const asking = useSyncExternalStore(subscribe, () => pending !== null)
  return { asking, leave: () => answer(true), stay: () => answer(false) }
}

function answer(leaving: boolean): void {
  const proceed = pending
  pending = null
  if (leaving) {
    for (const guard of guards) guard.onLeave()
    proceed?.()
  }
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
  moved = true
  emit()
}

function isGuarded(to: string): boolean {
  return [...guards].some((guard) => guard.asksBefore(to))
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
