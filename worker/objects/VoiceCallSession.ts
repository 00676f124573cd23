import { DurableObject } from 'cloudflare:workers'
import type { CallEvent } from '../call/events.ts'
import { afterTheEnd, type NextStep } from '../call/nextStep.ts'
import { carrierNamed } from '../carriers/index.ts'
import { type Bindings, dataSettings, readConfig } from '../config.ts'
import { callData } from '../data/index.ts'
import { logFailure } from '../lib/log.ts'
import { choresOf } from '../shell/chores/index.ts'
import { type IncomingCall, newCall } from '../shell/newCall.ts'
import { PatchBay } from '../shell/PatchBay.ts'
import { Recorder } from '../shell/Recorder.ts'
import type { RunningCall } from '../shell/RunningCall.ts'
import { resumeCall, startCall, type Surroundings } from '../shell/startCall.ts'
import { StreamDoor } from '../shell/StreamDoor.ts'
import { DIRECTORY_NAME } from './CallDirectory.ts'
import { follow } from './follow.ts'
import { refuseStream } from './refuseStream.ts'

/** What an operator may do to a running call. */
export type OperatorAct = { do: 'end' }

/** One call: what others ask of it, and what outlives its memory. */
export class VoiceCallSession extends DurableObject<Bindings> {
  readonly #config = readConfig(this.env)
  readonly #patchBay = new PatchBay()
  readonly #recorder = new Recorder(
    this.ctx.storage,
    (record) => callData(dataSettings(this.env)).recordCall(record),
    this.#patchBay,
    Date.now,
  )
  readonly #chores = choresOf(this.ctx.storage, this.#recorder, {
    twilio: this.#config.twilio.account,
  })
  readonly #door = new StreamDoor()
  readonly #surroundings: Surroundings = {
    accounts: { openai: this.#config.openai },
    recorder: this.#recorder,
    patchBay: this.#patchBay,
    now: Date.now,
    over: () => this.#over(),
  }
  #call: RunningCall | null = null

  /** The phone rings. Safe to repeat. */
  async ring(incoming: IncomingCall): Promise<void> {
    if (!this.#opening) {
      const { agent, accountSid } = incoming
      const opening = { call: newCall(incoming, Date.now()), agent, accountSid }
      this.#call = startCall(opening, this.#surroundings)
    }
    this.#door.expect(incoming.token)
    await this.#chores.arm()
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
    if (!expected || !carrier || !this.#call) return refuseStream(url)
    this.#call.connect(carrier, socket, (start) => this.#door.admits(start, call.callSid, url))
    return null
  }

  /** The carrier's stream has ended by our side, or broke: what now? `token` admits a new stream. */
  next(token: string): NextStep {
    if (this.#door.staysShut()) this.#tell({ type: 'carrier.failed' })
    const running = this.#running()
    if (running) {
      running.dispatch({ type: 'carrier.returns' })
      this.#door.expect(token)
      return { do: 'stream', token }
    }
    const { record } = this.#recorder.journal
    return afterTheEnd(record, this.#opening?.agent.voice.fallbackNumber ?? null)
  }

  /** A status callback of the carrier's, in any order and any number of times. */
  async carrierSays(status: string, durationSec: number | null): Promise<void> {
    const carrier = this.#opening && carrierNamed(this.#opening.call.carrier)
    if (!carrier) return
    const { order, event } = carrier.stateOf(status)
    this.#recorder.write({ kind: 'carrier_status', status, order, durationSec })
    if (event) this.#tell(event)
    await this.#recorder.outbox.flush()
    await this.#chores.arm()
  }

  /** An operator does something to the call; `false` when it is not running. */
  act(act: OperatorAct): boolean {
    switch (act.do) {
      case 'end':
        return this.#tell({ type: 'operator.ended' })
    }
  }

  /** Brings the stored record up to date, for someone who is about to read it. */
  async deliver(): Promise<void> {
    this.#running()
    await this.#recorder.outbox.flush()
  }

  override async alarm(): Promise<void> {
    this.#running()
    await this.#chores.run()
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
    const { opening, record } = this.#recorder.journal
    if (!this.#call && opening && record?.call.status === 'in_progress') {
      this.#call = resumeCall(opening, this.#surroundings)
    }
    return this.#call?.isOver === false ? this.#call : null
  }

  /** The call has ended: its record leaves now. */
  #over(): void {
    const { callSid, endReason, failure } = this.#recorder.journal.record?.call ?? {}
    if (failure) logFailure('A call failed.', { callSid, endReason, failure })
    const directory = this.env.DIRECTORY.getByName(DIRECTORY_NAME)
    if (callSid) this.ctx.waitUntil(directory.release(callSid))
    this.ctx.waitUntil(this.#recorder.outbox.flush().then(() => this.#chores.arm()))
  }
}
