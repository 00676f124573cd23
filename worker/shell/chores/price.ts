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

/** How often the carrier was asked for the price: a number. */
const ASKED = 'askedPrice'

/** When to ask for the price, epoch ms; `null`: it is known, not to be had yet, or given up. */
export function priceDue(
  call: Pick<Call, 'cost' | 'endedAt'> | null,
  desk: Pick<FiguresDesk, 'due'> | null,
  asked: number,
): number | null {
  if (!call || !desk || call.cost.carrier !== null || call.endedAt === null) return null
  return desk.due(call.endedAt, asked)
}

/** Asks the carrier what the call cost until it tells. */
export function priceChore(
  storage: CallStorage,
  recorder: Recorder,
  accounts: CarrierAccounts,
): Chore {
  const { journal, outbox } = recorder
  const asked = (): number => Number(storage.kv.get(ASKED) ?? 0)
  const call = (): Call | null => journal.record?.call ?? null
  return {
    due: () => priceDue(call(), figuresOf(recorder, accounts).desk, asked()),
    async run() {
      const { callSid } = call() ?? {}
      const { carrier, desk } = figuresOf(recorder, accounts)
      if (!callSid || !desk) return
      storage.kv.put(ASKED, asked() + 1)
      const answer = await desk.ask(callSid)
      if (!answer) return
      for (const line of linesOf(answer, carrier)) recorder.write(line)
      await outbox.flush()
    },
  }
}

function linesOf(
  { status, durationSec, price }: CarrierFigures,
  carrier: CarrierModule | null,
): JournalEntry[] {
  const order = carrier?.stateOf(status).order ?? 0
  const known: JournalEntry = { kind: 'carrier_status', status, order, durationSec }
  if (!price) return [known]
  return [known, { kind: 'carrier_price', price }]
}
