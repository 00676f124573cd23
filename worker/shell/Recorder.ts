import { type Conversation, handedOn } from '../call/conversation.ts'
import type { CallRecordEvent } from '../../convex/model/call.ts'
import type { CarrierEvent } from '../call/events.ts'
import type { JournalEntry } from '../call/journal.ts'
import { instructionsIn } from '../call/prompts/index.ts'
import { carrierNamed } from '../carriers/index.ts'
import { logFailure } from '../lib/log.ts'
import { Journal, type Opening } from './Journal.ts'
import { type Deliver, Outbox } from './Outbox.ts'
import type { PatchBay } from './PatchBay.ts'
import type { CallStorage } from './storage.ts'
import { type Leg, Unreadable } from './Unreadable.ts'

type CallNote = Pick<CallRecordEvent, 'kind' | 'summary' | 'detail'>

/** Everything that remembers a call: its journal, and the outbox to Convex. */
export class Recorder {
  readonly journal: Journal
  readonly outbox: Outbox
  readonly #patchBay: PatchBay
  readonly #now: () => number
  readonly #unreadable = new Unreadable()

  /** `now`: epoch ms. */
  constructor(storage: CallStorage, deliver: Deliver, patchBay: PatchBay, now: () => number) {
    this.journal = new Journal(storage, now)
    this.outbox = new Outbox(this.journal, storage, deliver, now)
    this.#patchBay = patchBay
    this.#now = now
  }

  /** The call begins. */
  open(opening: Opening): void {
    this.journal.open(opening)
    this.outbox.schedule()
  }

  write(entry: JournalEntry): void {
    if (entry.kind === 'ended') this.#writeUnreadable(entry.at)
    this.journal.append(entry)
    const { record } = this.journal
    if (!record) return
    if (entry.kind === 'turn') this.outbox.turnChanged(entry.turn.itemId)
    this.#patchBay.tell((tap) => tap.wrote?.(entry, record))
    this.outbox.schedule()
    if (entry.kind !== 'ended' || entry.failure === null) return
    const { reason, failure } = entry
    logFailure('A call failed.', { callSid: record.call.callSid, reason, failure })
  }

  /** Writes down what the carrier says of the call, in any order and any number of times. Gives what it means. */
  carrierSays(status: string, durationSec: number | null): CarrierEvent | null {
    const state = carrierNamed(this.journal.opening?.call.carrier ?? '')?.stateOf(status)
    if (!state) return null
    this.write({ kind: 'carrier_status', status, order: state.order, durationSec })
    return state.event
  }

  /** Writes down what became known of the call, unless it is known; whether it was new. */
  noteOnce(event: CallNote | null): boolean {
    const { record } = this.journal
    if (!event || !record) return false
    if (record.events.some(({ detail }) => detail === event.detail)) return false
    this.write({ kind: 'event', at: this.#now(), event })
    return true
  }

  /** What the caller's next call goes on with; `null`: nothing. `isBroken`: the line is broken now. */
  conversation(isBroken: boolean): Conversation | null {
    const { opening } = this.journal
    if (!opening?.agent) return null
    const { call, agent, earlier = null } = opening
    const { toolOutcomeUnknown } = instructionsIn(agent.voice.locale)
    const entries = this.journal.entries()
    const { startedAt } = call
    return handedOn({ entries, startedAt, earlier, isBroken, toolOutcomeUnknown }, this.#now())
  }

  /** A message of a leg's could not be read: it is dropped, and counted. */
  unreadable(leg: Leg, error: unknown): void {
    this.#unreadable.add(leg, this.journal.opening?.call.callSid, error)
  }

  #writeUnreadable(at: number): void {
    for (const entry of this.#unreadable.entries(at)) this.write(entry)
  }
}
