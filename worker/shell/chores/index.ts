import type { CarrierAccounts } from '../../carriers/module.ts'
import type { Recorder } from '../Recorder.ts'
import type { CallStorage } from '../storage.ts'
import { type Chore, Chores } from './Chores.ts'
import { deliveryChore } from './delivery.ts'
import { forgetChore } from './forget.ts'
import { legPricesChore } from './legPrices.ts'
import { priceChore } from './price.ts'
import { keepAliveChore } from './keepAlive.ts'
import { placeChore } from './place.ts'
import type { Places } from '../places.ts'

/** What is done for a call beside keeping its record. */
export interface Aftermath {
  chores: readonly Chore[]
  /** Until when the journal is needed for it, epoch ms; 0: not any more; `Infinity`: nobody knows yet. */
  neededUntil(): number
}

/** Every chore of a call. */
export function choresOf(
  storage: CallStorage,
  recorder: Recorder,
  accounts: CarrierAccounts,
  places: Places,
  aftermath: Aftermath,
): Chores {
  const price = priceChore(storage, recorder, accounts)
  const legPrices = legPricesChore(storage, recorder, accounts)
  const isPriced = (): boolean =>
    [price, legPrices].every((chore) => chore.due(Date.now()) === null)
  const chores = [
    placeChore(storage, recorder.journal, places, Date.now),
    keepAliveChore(recorder.journal, Date.now),
    deliveryChore(recorder),
    price,
    legPrices,
    ...aftermath.chores,
    forgetChore(recorder, isPriced, aftermath.neededUntil),
  ]
  return new Chores(storage, chores, Date.now)
}
