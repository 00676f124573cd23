import type { CarrierAccounts } from '../../carriers/module.ts'
import type { Recorder } from '../Recorder.ts'
import type { CallStorage } from '../storage.ts'
import { Chores } from './Chores.ts'
import { deliveryChore } from './delivery.ts'
import { priceChore } from './price.ts'
import { watchdogChore } from './watchdog.ts'

/** Every chore of a call. */
export function choresOf(
  storage: CallStorage,
  recorder: Recorder,
  accounts: CarrierAccounts,
): Chores {
  const chores = [
    deliveryChore(recorder.outbox),
    priceChore(storage, recorder, accounts),
    watchdogChore(recorder.journal),
  ]
  return new Chores(storage, chores, Date.now)
}
