import type { Call } from '../../../convex/model/call.ts'
import type {
  CarrierAccounts,
  CarrierFigures,
  CarrierModule,
  FiguresDesk,
} from '../../carriers/module.ts'
import type { JournalEntry } from '../../call/journal.ts'
import type { Recorder } from '../Recorder.ts'
import type { CallStorage } from '../storage.ts'
import type { Chore } from './Chores.ts'
import { figuresOf } from './figuresOf.ts'

/** How often the carrier was asked for the figures of persons' sides of the line: a number. */
const ASKED = 'askedLegPrices'

/** A person's side of the line whose figures are not known yet. */
export interface OpenLeg {
  attempt: number
  legId: string
}

const UNANSWERED: ReadonlySet<string> = new Set(['called', 'ringing'])

/** Of the persons that were called, those of whom the carrier has not told what they cost. */
export function openLegs(entries: readonly JournalEntry[]): OpenLeg[] {
  const pickedUp = new Set(
    entries.flatMap((entry) =>
      entry.kind === 'transfer_step' && !UNANSWERED.has(entry.step) ? entry.attempt : [],
    ),
  )
  const known = new Set(
    entries.flatMap((entry) =>
      entry.kind === 'transfer_leg' && isSettled(entry, pickedUp) ? entry.attempt : [],
    ),
  )
  const legs = entries.flatMap((entry): OpenLeg[] => {
    if (entry.kind !== 'transfer_step' || entry.legId === undefined) return []
    return known.has(entry.attempt) ? [] : [{ attempt: entry.attempt, legId: entry.legId }]
  })
  return [...new Map(legs.map((leg) => [leg.attempt, leg])).values()]
}

/** The price is known, or nobody has picked up: then there is none to come. Half a second lasts 0 s, and costs. */
function isSettled(
  { attempt, price, durationSec }: Extract<JournalEntry, { kind: 'transfer_leg' }>,
  pickedUp: ReadonlySet<number>,
): boolean {
  return price !== null || (durationSec === 0 && !pickedUp.has(attempt))
}

/** When to ask, epoch ms; `null`: all is known, or not to be had yet, or given up. */
export function legsDue(
  call: Pick<Call, 'endedAt'> | null,
  desk: Pick<FiguresDesk, 'due'> | null,
  open: readonly OpenLeg[],
  asked: number,
): number | null {
  if (!call || !desk || call.endedAt === null || open.length === 0) return null
  return desk.due(call.endedAt, asked)
}

/**
 * Asks the carrier what the persons' sides of the line cost, once the call is over, until it tells. One that
 * nobody picked up costs nothing.
 */
export function legPricesChore(
  storage: CallStorage,
  recorder: Recorder,
  accounts: CarrierAccounts,
): Chore {
  const { journal, outbox } = recorder
  const asked = (): number => Number(storage.kv.get(ASKED) ?? 0)
  const call = (): Call | null => journal.record?.call ?? null
  const open = (): OpenLeg[] => (call()?.endedAt == null ? [] : openLegs(journal.entries()))
  return {
    due: () => legsDue(call(), figuresOf(recorder, accounts).desk, open(), asked()),
    async run() {
      const { carrier, desk } = figuresOf(recorder, accounts)
      if (!desk) return
      storage.kv.put(ASKED, asked() + 1)
      for (const { attempt, legId } of open()) {
        const answer = await desk.ask(legId)
        if (answer && isFinal(answer, carrier)) {
          const { durationSec, price } = answer
          recorder.write({ kind: 'transfer_leg', attempt, durationSec: durationSec ?? 0, price })
        }
      }
      await outbox.flush()
    },
  }
}

/** Whether the price is told, or there is none to come: nobody has picked up. */
function isFinal(
  { price, durationSec, status }: CarrierFigures,
  carrier: CarrierModule | null,
): boolean {
  const isOver = carrier?.stateOf(status).event != null
  return price !== null || (isOver && !durationSec)
}
