import type { CarrierEvent } from '../call/events.ts'
import type { Locale } from '../../convex/model/locales.ts'
import type { OpenAiAccount } from '../accounts.ts'
import type { CallFacts, Carrier, CarrierListener, DirectLine, PersonDesk } from '../call/ports.ts'
import type { TwilioAccount } from './twilio/rest.ts'

/** What the carriers need of the configuration; `null` where it is not set. */
export interface CarrierAccounts {
  twilio: TwilioAccount | null
  openai: OpenAiAccount | null
}

/** What a status of the carrier's means. */
export interface CarrierState {
  /** How far along the call is: a later state is larger. */
  order: number
  /** What it means for a call that runs; `null`: nothing. */
  event: CarrierEvent | null
}

/** What the carrier says of a call that is over. */
export interface CarrierFigures {
  status: string
  durationSec: number | null
  /** What the caller's leg cost, positive; `null`: it is not worked out yet. */
  price: { amount: number; currency: string } | null
}

/** Where a call's figures are asked for, some time after its end. */
export interface FiguresDesk {
  /** When to ask the `attempt`-th time (from 0), epoch ms; `null`: they are given up. */
  due(endedAt: number, attempt: number): number | null
  /** `null` when there is no answer, which is no reason to worry yet. */
  ask(callSid: string): Promise<CarrierFigures | null>
}

/** The call whose caller is to be put through. */
export interface CalledFor extends CallFacts {
  /** Where the carrier tells what becomes of it; `null`: it cannot. */
  publicUrl: string | null
  /** The carrier's account that the call was brought by, where it is known. */
  owner?: string | undefined
  /** A number of the installation's, for a call that was made to none: what persons see. */
  ownNumber: string | null
  /** In which persons are spoken to. */
  locale: Locale
  /** Whether calls to this number are answered here: they would come back. */
  leadsHere(phoneNumber: string): Promise<boolean>
}

/** A way to reach callers. */
export interface CarrierModule {
  /** `direct`: caller and model hear each other without us, and no stream comes. */
  audio: 'relayed' | 'direct'
  /** Whether it knows who calls, and not only what the call says of itself. */
  knowsCaller(callSid: string): boolean
  /** `socket` is the server's end of a pair; the carrier accepts it. */
  connect(socket: WebSocket, listener: CarrierListener): Carrier
  /** The caller's leg where no stream brings it; `null`: one does, or there is no account for it. */
  line(accounts: CarrierAccounts, line: DirectLine): Carrier | null
  stateOf(status: string): CarrierState
  /**
   * `null`: it has no figures, or nobody to ask. Of a call in somebody else's account (`owner`, where
   * it is known), as a simulated phone's, the carrier would know nothing.
   */
  figures(accounts: CarrierAccounts, owner?: string): FiguresDesk | null
  /** `null`: it brings callers together with nobody, or there is no account for it. */
  persons(accounts: CarrierAccounts, line: CalledFor): PersonDesk | null
}
