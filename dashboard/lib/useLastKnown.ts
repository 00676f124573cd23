import { useState } from 'react'

/**
 * The value, or while it is on its way the one before: pages keep their shape while they ask anew.
 * `value` must stay the same object as long as it says the same.
 */
export function useLastKnown<T>(value: T | undefined): T | undefined {
  const [last, setLast] = useState(value)
  if (value !== undefined && value !== last) setLast(value)
  return value ?? last
}
