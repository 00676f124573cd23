import { carrierNamed } from '../../carriers/index.ts'
import type { CarrierAccounts, CarrierModule, FiguresDesk } from '../../carriers/module.ts'
import type { Recorder } from '../Recorder.ts'

/** The call's carrier, and where its figures are asked for; `null`: none is known, or it has none. */
export function figuresOf(
  { journal }: Recorder,
  accounts: CarrierAccounts,
): { carrier: CarrierModule | null; desk: FiguresDesk | null } {
  const carrier = carrierNamed(journal.record?.call.carrier ?? '')
  return { carrier, desk: carrier?.figures(accounts, journal.opening?.accountSid) ?? null }
}
