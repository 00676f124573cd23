import { DurableObject } from 'cloudflare:workers'
import type { Conversation } from '../call/conversation.ts'
import type { CallEvent } from '../call/events.ts'
import { afterTheEnd, type NextStep } from '../call/nextStep.ts'
import { carrierNamed } from '../carriers/index.ts'
import { dataSettings, readConfig } from '../config.ts'
import { callData } from '../data/index.ts'
import { pseudonymOf } from '../data/pseudonym.ts'
import { choresOf } from '../shell/chores/index.ts'
import type { IncomingCall } from '../shell/newCall.ts'
import { PatchBay } from '../shell/PatchBay.ts'
import { Recorder } from '../shell/Recorder.ts'
import type { RunningCall } from '../shell/RunningCall.ts'
import { ring, type Rung } from '../shell/ring.ts'
import { resumeCall, type Surroundings } from '../shell/startCall.ts'
import { StreamDoor } from '../shell/StreamDoor.ts'
import type { CallBindings } from './CallBindings.ts'
import { takeUpIn } from './droppedLine.ts'
import { follow } from './follow.ts'
import { placesIn } from './places.ts'
import { refuseStream } from './refuseStream.ts'

/** What an operator may do to a call: end one that runs, or empty the object of one that is over. */
export type OperatorAct = { do: 'end' } | { do: 'forget' }

/** One call: what others ask of it, and what outlives its memory. */
export class VoiceCallSession extends DurableObject<CallBindings> {
  readonly #config = readConfig(this.env)
  readonly #patchBay = new PatchBay()
  readonly #recorder = new Recorder(
    this.ctx.storage,
    (record) => callData(dataSettings(this.env)).recordCall(record),
    this.#patchBay,
    Date.now,
  )
  readonly #places = placesIn(this.env.DIRECTORY, this.#config.maxConcurrentCalls)
  readonly #chores = choresOf(
    this.ctx.storage,
    this.#recorder,
    { twilio: this.#config.twilio.account },
    this.#places,
  )
  readonly #door = new StreamDoor(this.ctx.storage)
  readonly #surroundings: Surroundings = {
    accounts: this.#config,
    recorder: this.#recorder,
    patchBay: this.#patchBay,
    takeUp: takeUpIn(this.env),
    pseudonym: (person) => pseudonymOf(person, dataSettings(this.env)),
    now: Date.now,
    // The record leaves now, and the place on the line is given back.
    over: () =>
      this.ctx.waitUntil(Promise.all([this.#recorder.outbox.flush(), this.#chores.run()])),
  }
  #call: RunningCall | null = null
  #ringing: Promise<Rung> | null = null

  /** The phone rings. Safe to repeat. */
  async ring(incoming: IncomingCall): Promise<Rung> {
    await this.#begun()
    this.#ringing = ring(incoming, this.#surroundings, this.#places, (call) => {
      this.#call = call
      // Before anything is waited for: what nobody ends must end by itself.
      this.ctx.waitUntil(this.#chores.arm())
    })
    const rung = await this.#ringing
    // One that was rung before this object was restarted has no engine yet.
    if (rung === 'stream' && !this.#call) this.#tell({ type: 'carrier.returns' })
    if (rung === 'stream') this.#door.expect(incoming.token)
    return rung
  }

  /** The caller's media stream, or someone who wants to follow the call. */
  override async fetch(request: Request): Promise<Response> {
    const { 0: client, 1: server } = new WebSocketPair()
    const refusal = new URL(request.url).pathname.endsWith('/live')
      ? this.#follow(server)
      : await this.#stream(server, request.url)
    return refusal ?? new Response(null, { status: 101, webSocket: client })
  }

  #follow(socket: WebSocket): Response | null {
    const { record } = this.#recorder.journal
    if (!record || !this.#running()) {
      return Response.json({ error: 'This call is not running.' }, { status: 404 })
    }
    follow(socket, record, this.#patchBay)
    return null
  }

  async #stream(socket: WebSocket, url: string): Promise<Response | null> {
    const expected = await this.#door.isExpected()
    const call = this.#opening?.call
    const carrier = call && carrierNamed(call.carrier)
    const running = this.#running() ?? this.#call
    if (!expected || !carrier || !running) return refuseStream(url)
    const admit = this.#door.guard(call.callSid, url)
    running.connect((listener) => carrier.connect(socket, listener), admit)
    return null
  }

  /** The carrier's stream has ended by our side, or broke: what now? `token` admits a new stream. */
  next(token: string): NextStep {
    if (this.#tell({ type: 'carrier.returns' }) && this.#running()) {
      this.#door.expect(token)
      return { do: 'stream', token }
    }
    const { record, opening, isForgotten } = this.#recorder.journal
    return isForgotten ? { do: 'hang_up' } : afterTheEnd(record, opening?.agent?.voice ?? null)
  }

  /** A status callback of the carrier's, in any order and any number of times. */
  async carrierSays(status: string, durationSec: number | null): Promise<void> {
    await this.#begun()
    const carrier = this.#opening && carrierNamed(this.#opening.call.carrier)
    if (!carrier) return
    const { order, event } = carrier.stateOf(status)
    this.#recorder.write({ kind: 'carrier_status', status, order, durationSec })
    if (event) this.#tell(event)
    // The carrier waits for an answer, and not for the record to be delivered.
    this.ctx.waitUntil(this.#recorder.outbox.flush().then(() => this.#chores.arm()))
  }

  /** What `to`, another call of the same caller's, goes on with; `null`: nothing. */
  async handOn(to: string, withinMs: number): Promise<Conversation | null> {
    const isBroken = this.#running()?.isBroken ?? false
    const conversation = this.#recorder.conversation(isBroken)
    if (!conversation || Date.now() - conversation.brokeAt > withinMs) return null
    this.#recorder.write({ kind: 'continued', by: to })
    this.ctx.waitUntil(this.#recorder.outbox.flush().then(() => this.#chores.arm()))
    return conversation
  }

  /** The call that this one went on with was deleted, and what was said in it. */
  forgetEarlier(): void {
    this.#recorder.journal.forgetEarlier()
    this.#forgetHandedOn()
  }

  /** An operator does something to the call; `false` when it is not as it has to be for that. */
  act(act: OperatorAct): boolean {
    switch (act.do) {
      case 'end':
        return this.#tell({ type: 'operator.ended' })
      case 'forget':
        if (this.#running()) return false
        this.#forgetHandedOn()
        return this.#recorder.journal.forget()
    }
  }

  /** What was said here is also with the call that went on with it. */
  #forgetHandedOn(): void {
    const next = this.#recorder.journal.record?.call.continuedBy
    if (next) this.ctx.waitUntil(this.env.CALLS.getByName(next).forgetEarlier())
  }

  /** Brings the stored record up to date, for someone who is about to read it. */
  async deliver(): Promise<void> {
    this.#running()
    await this.#recorder.outbox.flush()
  }

  override async alarm(): Promise<void> {
    this.#tell({ type: 'clock.tick' })
    await this.#chores.run()
  }

  /** While it is found out what a call goes on with, there is none that others would find. */
  async #begun(): Promise<void> {
    await this.#ringing?.catch(() => {})
  }

  get #opening() {
    return this.#recorder.journal.opening
  }

  #tell(event: CallEvent): boolean {
    const running = this.#running()
    running?.dispatch(event)
    return running !== null
  }

  /** The call, while it runs: as it is in memory, or rebuilt from its journal after a restart. */
  #running(): RunningCall | null {
    this.#call ??= this.#resumed()
    return this.#call?.isOver === false ? this.#call : null
  }

  #resumed(): RunningCall | null {
    const call = resumeCall(this.#surroundings)
    // Whoever woke the object may be the last to do so, and the alarm may have been lost with its machine.
    if (call) this.ctx.waitUntil(this.#chores.arm())
    return call
  }
}
