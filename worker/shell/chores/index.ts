import type { CarrierAccounts } from '../../carriers/module.ts'
import type { Recorder } from '../Recorder.ts'
import type { CallStorage } from '../storage.ts'
import { Chores } from './Chores.ts'
import { deliveryChore } from './delivery.ts'
import { forgetChore } from './forget.ts'
import { priceChore } from './price.ts'
import { placeChore } from './place.ts'
import type { Places } from '../places.ts'

/** Every chore of a call. */
export function choresOf(
  storage: CallStorage,
  recorder: Recorder,
  accounts: CarrierAccounts,
  places: Places,
): Chores {
  const price = priceChore(storage, recorder, accounts)
  const chores = [
    placeChore(storage, recorder.journal, places, Date.now),
    deliveryChore(recorder.outbox),
    price,
    forgetChore(recorder, () => price.due(Date.now()) === null),
  ]
  return new Chores(storage, chores, Date.now)
}
