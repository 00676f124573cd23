import { useEffect, useRef, useSyncExternalStore } from 'react'
import { keepInEntry, readEntry } from './historyEntry.ts'
import { beginAtTop, noteScroll, returnToPlace } from './scrollPlace.ts'

/**
 * Where one is, for the router, with one addition: a page with unsaved changes can ask to be asked
 * before it is left, by a link and by the browser's back and forward buttons alike.
 */
interface NavigateOptions {
  replace?: boolean
}

let path = location.pathname
let { position } = readEntry()
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

keepInEntry({})
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

/** Which step of the history one is at: another one is another visit, though the address be the same. */
export function usePosition(): number {
  return useSyncExternalStore(subscribe, () => position)
}

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
  const entry = readEntry()
  const before = location.pathname
  if (replace) {
    history.replaceState(entry, '', to)
  } else {
    noteScroll()
    position++
    const cameFrom = before + location.search
    history.pushState({ position, cameFrom, scrollY: 0, kept: {} }, '', to)
  }
  if (location.pathname !== before) {
    if (replace) keepInEntry({ kept: {} })
    beginAtTop()
  }
  arrive()
}

function onPopState(): void {
  if (undoing) {
    undoing = false
    return
  }
  const steps = readEntry().position - position
  if (!allowed && steps !== 0 && isGuarded(location.pathname)) {
    undoing = true
    history.go(-steps)
    return ask(() => {
      allowed = true
      history.go(steps)
    })
  }
  allowed = false
  position = readEntry().position
  returnToPlace()
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

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

function emit(): void {
  for (const listener of listeners) listener()
}
