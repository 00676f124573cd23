import type { Journal } from '../Journal.ts'
import type { Chore } from './Chores.ts'

/** A call in progress looks after itself this often, in ms, so that even a forgotten one ends. */
const EVERY_MS = 60_000

/** Wakes a call in progress. To be awake is all: its own deadlines do the rest. */
export function watchdogChore(journal: Journal): Chore {
  return {
    due: (now) => (journal.record?.call.status === 'in_progress' ? now + EVERY_MS : null),
    run: async () => {},
  }
}
