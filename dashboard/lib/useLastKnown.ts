import { useRef } from 'react'

/** The value, or while it is on its way the one before: pages keep their shape while they ask anew. */
export function useLastKnown<T>(value: T | undefined): T | undefined {
  const last = useRef(value)
  if (value !== undefined) last.current = value
  return value ?? last.current
}
