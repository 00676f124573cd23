import { DurableObject } from 'cloudflare:workers'
import type { Conversation } from '../call/conversation.ts'
import type { CallEvent } from '../call/events.ts'
import type { NextStep, PersonStep } from '../call/nextStep.ts'
import { messageEvent, type MessageState } from '../carriers/twilio/sms.ts'
import type { IncomingCall } from '../shell/newCall.ts'
import type { PersonNews } from '../shell/personNews.ts'
import type { RunningCall } from '../shell/RunningCall.ts'
import { ring, type Rung } from '../shell/ring.ts'
import { resumeCall } from '../shell/startCall.ts'
import type { Announced } from '../shell/StoredLine.ts'
import type { CallBindings } from './CallBindings.ts'
import { callParts } from './callParts.ts'
import { comesBack, nextStep } from './nextStep.ts'
import { openSocket } from './openSocket.ts'
import { type OperatorAct, perform, type Standing, standingOf } from './operatorAct.ts'
import { personSays } from './persons.ts'

/** One call: what others ask of it, and what outlives its memory. */
export class VoiceCallSession extends DurableObject<CallBindings> {
  readonly #parts = callParts(this.ctx, this.env)
  #call: RunningCall | null = null
  #ringing: Promise<Rung> | null = null

  /** The phone rings. Safe to repeat. */
  async ring(incoming: IncomingCall): Promise<Rung> {
    await this.#begun()
    const { surroundings, places, chores, door } = this.#parts
    if (comesBack(incoming, this.#running(), surroundings.direct)) return 'stream'
    this.#ringing = ring(incoming, surroundings, places, (call) => {
      this.#call = call
      // Before anything is waited for: what nobody ends must end by itself.
      this.ctx.waitUntil(chores.arm())
    })
    const rung = await this.#ringing
    // One that was rung before this object was restarted has no engine yet.
    if (rung === 'stream' && !this.#call) this.#tell({ type: 'carrier.returns' })
    if (rung === 'stream' && incoming.token !== '') door.expect(incoming.token)
    return rung
  }

  /** The carrier has sent the caller to the model's vendor, who is about to bring them. */
  announce(caller: Announced): void {
    this.#parts.surroundings.direct.announce(caller)
  }

  /** The caller's media stream, or someone who wants to follow the call. */
  override fetch(request: Request): Promise<Response> {
    const standing = { running: () => this.#running(), latest: () => this.#call }
    return openSocket(request, this.#parts, standing)
  }

  /** The carrier's stream has ended, or the caller has left a `room`: what now? `token` admits a new stream. */
  next(token: string, room: number | null = null): NextStep {
    const meeting = this.#running()?.returns(room) ?? null
    return nextStep(meeting, this.#running(), this.#parts, token)
  }

  /** The caller, who heard the model without us, does so no more and is still there: what now? */
  parted(): NextStep {
    const meeting = this.#running()?.parted() ?? null
    return nextStep(meeting, this.#running(), this.#parts, '')
  }

  /** Whether the caller is alone since the agent, who came into their room, has left it. */
  isAlone(): boolean {
    return this.#running()?.awaitsCaller !== true
  }

  /** A status callback of the carrier's, in any order and any number of times. */
  async carrierSays(status: string, durationSec: number | null): Promise<void> {
    await this.#begun()
    const event = this.#parts.recorder.carrierSays(status, durationSec)
    if (event) this.#tell(event)
    this.#send()
  }

  /** A status callback about a text message that this call has sent; in any order, any number of times. */
  async messageSays(message: MessageState): Promise<void> {
    await this.#begun()
    if (this.#parts.recorder.noteOnce(messageEvent(message))) this.#send()
  }

  /** What the carrier tells of a person who is called for this call. Gives what they are to do now. */
  async personSays(news: PersonNews): Promise<PersonStep> {
    await this.#begun()
    const call = this.#running()
    const step = personSays(news, call, this.#parts.surroundings)
    if (!call) this.#send()
    return step
  }

  /** The record leaves; who asked waits for an answer, and not for that. */
  #send(): void {
    const { recorder, chores } = this.#parts
    this.ctx.waitUntil(recorder.outbox.flush().then(() => chores.arm()))
  }

  /** What `to`, another call of the same caller's, goes on with; `null`: nothing. */
  async handOn(to: string, withinMs: number): Promise<Conversation | null> {
    const conversation = this.#parts.handingOn.to(to, withinMs, this.#running()?.isBroken ?? false)
    if (conversation) this.#send()
    return conversation
  }

  /** The call that this one went on with was deleted, and what was said in it. */
  forgetEarlier(): Promise<void> {
    return this.#parts.handingOn.forgetEarlier()
  }

  /** An operator does something to the call; `false`, or a sentence, when it is not as it has to be for that. */
  act(act: OperatorAct): boolean | string | null {
    return perform(act, this.#running(), this.#parts)
  }

  /** `null`: nothing is known of such a call. */
  destinations(): Standing | null {
    return standingOf(this.#parts.recorder.journal, this.#running())
  }

  /** Brings the stored record up to date, for someone who is about to read it. */
  async deliver(): Promise<void> {
    this.#running()
    await this.#parts.recorder.outbox.flush()
  }

  override async alarm(): Promise<void> {
    this.#tell({ type: 'clock.tick' })
    await this.#parts.chores.run()
  }

  /** While it is found out what a call goes on with, there is none that others would find. */
  async #begun(): Promise<void> {
    await this.#ringing?.catch(() => {})
  }

  #tell(event: CallEvent): void {
    this.#running()?.dispatch(event)
  }

  /** The call, while it runs: as it is in memory, or rebuilt from its journal after a restart. */
  #running(): RunningCall | null {
    if (!this.#call) {
      this.#call = resumeCall(this.#parts.surroundings)
      // Whoever woke the object may be the last to do so, and the alarm may have been lost with its machine.
      if (this.#call) this.ctx.waitUntil(this.#parts.chores.arm())
    }
    return this.#call?.isOver === false ? this.#call : null
  }
}
