import { type RefObject, useEffect, useRef } from 'react'

/** This close to the end counts as reading along, in px. */
const NEAR_PX = 160

/**
 * Keeps the end in view as what stands before it grows, for whoever is reading along there; somebody
 * who has scrolled away is left alone. Give the returned ref to an element at the end.
 */
export function useFollowEnd(active: boolean): RefObject<HTMLDivElement | null> {
  const end = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const content = end.current?.parentElement
    if (!active || !content) return
    let reading = false
    const look = () => {
      const bottom = end.current?.getBoundingClientRect().bottom ?? Infinity
      reading = scrollY > 0 && bottom < innerHeight + NEAR_PX
    }
    const growth = new ResizeObserver(() => {
      if (reading) end.current?.scrollIntoView({ block: 'end' })
    })
    growth.observe(content)
    addEventListener('scroll', look, { passive: true })
    return () => {
      growth.disconnect()
      removeEventListener('scroll', look)
    }
  }, [active])
  return end
}
