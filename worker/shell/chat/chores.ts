import { idleAt } from '../../chat/transition.ts'
import { type Chore, Chores } from '../chores/Chores.ts'
import { deliveryDue } from '../chores/delivery.ts'
import { forgetDue } from '../chores/forget.ts'
import type { CallStorage } from '../storage.ts'
import type { ChatJournal } from './ChatJournal.ts'
import type { ChatOutbox } from './ChatOutbox.ts'

/** An object that was lost while it answers is woken after so long, in ms, by nobody else. */
const WATCH_MS = 15_000

/** When an object is to be woken that may have been lost in the middle of an answer, epoch ms. */
const watchDue = (isAnswering: boolean, now: number): number | null =>
  isAnswering ? now + WATCH_MS : null

/** What is left to do for a conversation, by its object's one alarm. Whoever wakes it ticks its clock. */
export function chatChores(
  storage: CallStorage,
  journal: ChatJournal,
  outbox: ChatOutbox,
  now: () => number,
): Chores {
  const { acknowledged } = outbox
  const woken: Chore[] = [
    (at: number) => watchDue(Boolean(journal.state?.answer), at),
    () => (journal.state ? idleAt(journal.state) : null),
  ].map((due) => ({ due, run: async () => {} }))
  const delivery: Chore = {
    due: () => deliveryDue(acknowledged, false),
    run: () => acknowledged.flush(),
  }
  const forget: Chore = {
    due: () => forgetDue(journal.state, { isDelivered: acknowledged.isEmpty, isPriced: true }),
    async run() {
      journal.forget()
    },
  }
  return new Chores(storage, [...woken, delivery, forget], now)
}
