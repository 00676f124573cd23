import { useEffect, useRef } from 'react'
import type { Level } from './Level.ts'

/** How loud one side is right now. For the eye only: what is said is in the transcript. */
export function LevelMeter({ label, level }: { label: string; level: Level }) {
  const bar = useRef<HTMLSpanElement>(null)
  useEffect(
    () =>
      level.subscribe((value) => {
        if (bar.current) bar.current.style.transform = `scaleX(${value})`
      }),
    [level],
  )
  return (
    <div aria-hidden className="flex items-center gap-3 text-sm text-ink-2">
      <span className="w-12 shrink-0">{label}</span>
      <span className="track h-1.5 flex-1 overflow-hidden rounded-full">
        <span
          ref={bar}
          style={{ transform: 'scaleX(0)' }}
          className="block h-full mark origin-left rounded-full transition-transform duration-75"
        />
      </span>
    </div>
  )
}
