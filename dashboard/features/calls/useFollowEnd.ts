import { type RefObject, useEffect, useRef } from 'react'

/** This close to the end counts as reading along, in px. */
const NEAR_PX = 160

/**
 * Keeps the end in view as `content` grows, for whoever is reading along there; somebody who has
 * scrolled away is left alone. Give the returned ref to an element at the end.
 */
export function useFollowEnd(active: boolean, content: unknown): RefObject<HTMLDivElement | null> {
  const end = useRef<HTMLDivElement>(null)
  const reading = useRef(false)
  useEffect(() => {
    if (!active) return
    const look = () => {
      const bottom = end.current?.getBoundingClientRect().bottom ?? Infinity
      reading.current = scrollY > 0 && bottom < innerHeight + NEAR_PX
    }
    addEventListener('scroll', look, { passive: true })
    return () => removeEventListener('scroll', look)
  }, [active])
  useEffect(() => {
    if (active && reading.current) end.current?.scrollIntoView({ block: 'end' })
  }, [active, content])
  return end
}
