import type { CallRecord } from './callRecord.ts'

/** Rows of one part: each is looked up and written, and Convex lets a transaction do so 4,096 times. */
const MAX_ROWS = 500
/** Characters of one part's rows as JSON; Convex takes 16 MiB, and on the way less may be allowed. */
const MAX_LENGTH = 800_000

/**
 * A record as Convex takes it: in parts of at most 500 rows and about 1 MB, in the order they have to be
 * sent in. All but the last are `isPartial`. After a failure they may all be sent again.
 */
export function partsOf(record: CallRecord): CallRecord[] {
  const parts: CallRecord[] = []
  let rows = 0
  let length = 0
  const partFor = (row: object): CallRecord => {
    const size = JSON.stringify(row).length
    const current = parts.at(-1)
    if (current && rows < MAX_ROWS && length + size <= MAX_LENGTH) {
      rows += 1
      length += size
      return current
    }
    rows = 1
    length = size
    const part = { ...record, turns: [], events: [], isPartial: true }
    parts.push(part)
    return part
  }
  for (const turn of record.turns) partFor(turn).turns.push(turn)
  for (const event of record.events) partFor(event).events.push(event)
  const { turns, events } = parts.pop() ?? { turns: [], events: [] }
  return [...parts, { ...record, turns, events }]
}
