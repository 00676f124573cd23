/** What the browser keeps with each step of its history, over back, forward and reload. */
import { useState } from 'react'
import * as z from 'zod'

const entrySchema = z.object({
  /** How many steps after the first. */
  position: z.number(),
  /** Path and search of the page from which a link led here. */
  cameFrom: z.string().nullable().catch(null),
  scrollY: z.number().catch(0),
  /** What pages keep by name, see `useKept`. */
  kept: z.record(z.string(), z.unknown()).catch({}),
})
export type HistoryEntry = z.infer<typeof entrySchema>

const FIRST: HistoryEntry = { position: 0, cameFrom: null, scrollY: 0, kept: {} }

export function readEntry(): HistoryEntry {
  return entrySchema.safeParse(history.state).data ?? FIRST
}

/** Changes what is kept with the step one is at. */
export function keepInEntry(changes: Partial<HistoryEntry>): void {
  history.replaceState({ ...readEntry(), ...changes }, '')
}

/**
 * A value that is there again after back, forward or reload. It is read once, when the component
 * appears; `schema` guards against what an older build has kept.
 */
export function useKept<T>(
  name: string,
  schema: z.ZodType<T>,
  initial: T,
): [T, (value: T) => void] {
  const [value, setValue] = useState(() => schema.safeParse(readEntry().kept[name]).data ?? initial)
  const keep = (next: T) => {
    keepInEntry({ kept: { ...readEntry().kept, [name]: next } })
    setValue(next)
  }
  return [value, keep]
}
