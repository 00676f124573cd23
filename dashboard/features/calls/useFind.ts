import { useState } from 'react'
import { findIn } from './findInTimeline.ts'
import type { TimelineEntry } from './timeline.ts'

/** Looking for words in a conversation, from one place that holds them to the next. */
export function useFind(entries: readonly TimelineEntry[]) {
  const [words, setWords] = useState('')
  const [current, setCurrent] = useState(0)
  const keys = findIn(entries, words)
  const look = (next: string) => {
    setWords(next)
    setCurrent(0)
    show(findIn(entries, next)[0])
  }
  const step = (by: 1 | -1) => {
    const next = (current + by + keys.length) % keys.length
    if (keys.length === 0) return
    setCurrent(next)
    show(keys[next])
  }
  return { words, look, step, count: keys.length, current, currentKey: keys[current] ?? null }
}

/** The id of the entry's element. */
export const entryId = (key: string) => `entry-${key}`

function show(key: string | undefined): void {
  if (key !== undefined) document.getElementById(entryId(key))?.scrollIntoView({ block: 'center' })
}
