import { DurableObject } from 'cloudflare:workers'
import type { CallEffect, CallEvent, JournalEntry } from '../call/events.ts'
import { isPlaying } from '../call/playout.ts'
import type { Engine } from '../call/ports.ts'
import { type CallState, initialState } from '../call/state.ts'
import { deadlineOf } from '../call/timers.ts'
import { transition } from '../call/transition.ts'
import { asBrowserEvent } from '../carriers/browser.ts'
import { TwilioTransport } from '../carriers/twilio/transport.ts'
import { type Bindings, type Config, dataSettings, readConfig } from '../config.ts'
import { callData } from '../data/index.ts'
import { openEngine } from '../engines/index.ts'
import { sha256 } from '../lib/hash.ts'
import { logWarning } from '../lib/log.ts'
import { runTool, TOOLS } from '../tools/index.ts'
import { Chores } from './chores.ts'
import { DIRECTORY_NAME } from './CallDirectory.ts'
import { Journal } from './journal.ts'
import { type IncomingCall, newCall } from './newCall.ts'
import { Outbox } from './outbox.ts'
import { changeOf, snapshotOf, Watchers } from './watchers.ts'

/** What the carrier should do when our side has closed the stream. */
export type NextStep =
  | { do: 'hang_up' }
  /** Open a new stream to this call. */
  | { do: 'stream'; token: string }
  /** Say that it does not work, and dial this number if there is one. */
  | { do: 'apologise'; why: 'failed' | 'not_configured'; fallbackNumber: string | null }

/** The carrier's states after which nobody is on the line. */
const CARRIER_OVER = new Set(['completed', 'busy', 'failed', 'no-answer', 'canceled'])

/** How long a stream may wait to learn of its call, in ms: the webhook's message may be slower. */
const RING_PATIENCE_MS = 3_000

/**
 * One call. It owns the caller's stream, feeds every event to `transition` and carries out the
 * effects that come back; it decides nothing itself.
 */
export class VoiceCallSession extends DurableObject<Bindings> {
  readonly #config: Config
  readonly #journal: Journal
  readonly #outbox: Outbox
  readonly #chores: Chores
  readonly #watchers = new Watchers()
  #state: CallState | null = null
  #engine: Engine | null = null
  #transport: TwilioTransport | null = null
  #token: string | null = null
  #timer: { at: number; handle: ReturnType<typeof setTimeout> } | null = null
  /** Messages that could not be read, by leg. */
  readonly #unreadable = { carrier: 0, engine: 0 }
  readonly #rung = Promise.withResolvers<void>()

  constructor(ctx: DurableObjectState, env: Bindings) {
    super(ctx, env)
    this.#config = readConfig(env)
    this.#journal = new Journal(ctx.storage)
    const data = callData(dataSettings(env))
    this.#outbox = new Outbox(this.#journal, ctx.storage, (record) => data.recordCall(record))
    this.#chores = new Chores(ctx.storage, this.#journal, this.#outbox, this.#config)
  }

  /** The phone rings: the model is opened while the carrier sets up the stream. Safe to repeat. */
  async ring(incoming: IncomingCall): Promise<void> {
    this.#token = incoming.token
    if (this.#state || this.#journal.opening) return
    const { agent } = incoming
    const call = newCall(incoming, Date.now())
    this.#state = initialState(agent.voice, call.startedAt)
    const callerHash = await sha256(incoming.from)
    const tools = TOOLS.map(({ description }) => description)
    // The model is asked first: a write would hold its request back until it is on disk.
    this.#engine = openEngine(
      { openai: this.#config.openai },
      { instructions: agent.instructions, voice: agent.voice, tools, callerHash },
      (event) => this.#dispatch(event),
      (error) => this.#unread('engine', error),
    )
    this.#rung.resolve()
    this.#journal.open({ call, agent })
    this.#outbox.schedule()
    await this.#chores.arm()
  }

  /** The caller's media stream, or someone who wants to follow the call. */
  override async fetch(request: Request): Promise<Response> {
    const pair = new WebSocketPair()
    if (new URL(request.url).pathname.endsWith('/live')) {
      const record = this.#journal.record
      if (!record || !this.#state || this.#state.phase.name === 'ended') {
        return new Response('The call is not running.', { status: 404 })
      }
      this.#watchers.add(pair[1], snapshotOf(record))
      return new Response(null, { status: 101, webSocket: pair[0] })
    }
    if (!this.#engine) await Promise.race([this.#rung.promise, scheduler.wait(RING_PATIENCE_MS)])
    if (!this.#token) return new Response('This call expects no stream.', { status: 403 })
    this.#transport = this.#openTransport(pair[1], request.url)
    return new Response(null, { status: 101, webSocket: pair[0] })
  }

  #openTransport(socket: WebSocket, url: string): TwilioTransport {
    const transport: TwilioTransport = new TwilioTransport(socket, {
      admit: ({ callSid, token }) => {
        const admitted = token !== '' && token === this.#token && callSid === this.#callSid
        if (admitted) this.#token = null
        else logWarning('Refused a media stream: the token is wrong.', { url, callSid })
        return admitted
      },
      hear: (payload) => this.#engine?.hear(payload),
      happened: (event) => {
        this.#dispatch(
          this.#journal.opening?.call.carrier === 'browser' ? asBrowserEvent(event) : event,
        )
        // The model was gone before the caller came: the carrier asks at once what comes next.
        if (this.#state?.phase.name === 'ended') transport.close(1000, 'done')
      },
      unreadable: (error) => this.#unread('carrier', error),
    })
    return transport
  }

  get #callSid(): string | undefined {
    return this.#journal.opening?.call.callSid
  }

  /** The carrier's stream has ended by our side: what now? */
  next(token: string): NextStep {
    const { record, opening } = this.#journal
    if (!record || !opening) return { do: 'apologise', why: 'failed', fallbackNumber: null }
    if (this.#state && this.#state.phase.name !== 'ended') {
      this.#token = token
      return { do: 'stream', token }
    }
    if (record.call.status === 'in_progress') this.#interrupted()
    const { status, endReason } = this.#journal.record?.call ?? record.call
    if (status === 'completed') return { do: 'hang_up' }
    const { fallbackNumber } = opening.agent.voice
    const why = endReason === 'not_configured' ? 'not_configured' : 'failed'
    return { do: 'apologise', why, fallbackNumber }
  }

  /** A status callback of the carrier's, in any order and any number of times. */
  async carrierStatus(status: string, durationSec: number | null): Promise<void> {
    if (!this.#journal.record) return
    this.#record({ kind: 'carrier_status', status, durationSec })
    if (CARRIER_OVER.has(status)) {
      this.#dispatch({ type: 'carrier.stopped' })
      if (!this.#state) this.#interrupted()
    }
    await this.#outbox.flush()
    await this.#chores.arm()
  }

  /** An operator ends the call; `false` when it is not running. */
  endByOperator(): boolean {
    if (!this.#state || this.#state.phase.name === 'ended') return false
    this.#dispatch({ type: 'operator.ended' })
    return true
  }

  override async alarm(): Promise<void> {
    // A call in progress that nothing is left of was cut short by a restart.
    if (!this.#state) this.#interrupted()
    await this.#chores.run()
  }

  #interrupted(): void {
    if (this.#journal.record?.call.status !== 'in_progress') return
    const failure = 'The call was cut off when its process was restarted.'
    this.#record({ kind: 'ended', at: Date.now(), reason: 'interrupted', failure })
    this.#finish()
  }

  #dispatch(event: CallEvent): void {
    if (!this.#state) return
    const wasPlaying = isPlaying(this.#state.playout)
    const [next, effects] = transition(this.#state, event, Date.now())
    this.#state = next
    for (const effect of effects) this.#perform(effect)
    this.#setTimer()
    if (!this.#watchers.isEmpty) this.#tellWatchers(event, wasPlaying, isPlaying(next.playout))
  }

  #perform(effect: CallEffect): void {
    switch (effect.type) {
      case 'carrier.play':
      case 'carrier.clear':
      case 'carrier.release':
        return this.#transport?.perform(effect)
      case 'engine.respond':
      case 'engine.cancel':
      case 'engine.truncate':
      case 'engine.tell':
      case 'engine.answer_tool':
      case 'engine.close':
        return this.#engine?.perform(effect)
      case 'tool.run':
        return this.#runTool(effect)
      case 'record':
        return this.#record(effect.entry)
      default:
        effect satisfies never
    }
  }

  #runTool({ toolCallId, name, args }: Extract<CallEffect, { type: 'tool.run' }>): void {
    void runTool(name, args).then((result) =>
      this.#dispatch({ type: 'tool.settled', toolCallId, ...result }),
    )
  }

  #record(entry: JournalEntry): void {
    this.#journal.append(entry)
    const record = this.#journal.record
    if (!record) return
    if (entry.kind === 'turn') this.#outbox.turnChanged(entry.turn.itemId)
    if (!this.#watchers.isEmpty) this.#watchers.tell(changeOf(record, entry))
    if (entry.kind === 'ended') this.#finish()
    else this.#outbox.schedule()
  }

  /** The call is over: its record leaves now. */
  #finish(): void {
    this.#noteUnreadable()
    this.#watchers.close()
    const callSid = this.#callSid
    if (callSid) {
      const directory = this.env.DIRECTORY.getByName(DIRECTORY_NAME)
      this.ctx.waitUntil(directory.release(callSid))
    }
    this.ctx.waitUntil(this.#outbox.flush().then(() => this.#chores.arm()))
  }

  #unread(leg: 'carrier' | 'engine', error: unknown): void {
    this.#unreadable[leg] += 1
    const kind = error instanceof Error ? error.name : 'unknown'
    logWarning('Dropped a message that could not be read.', { callSid: this.#callSid, leg, kind })
  }

  #noteUnreadable(): void {
    for (const [leg, count] of Object.entries(this.#unreadable)) {
      if (count === 0) continue
      const kind = leg === 'engine' ? 'engine_error' : 'carrier_error'
      const summary = `${count} message${count === 1 ? '' : 's'} could not be read and ${count === 1 ? 'was' : 'were'} dropped`
      this.#journal.append({
        kind: 'event',
        at: Date.now(),
        event: { kind, summary, detail: null },
      })
    }
  }

  /** One timer, for the earliest deadline; one that comes too early does no harm. */
  #setTimer(): void {
    const at = this.#state ? deadlineOf(this.#state) : Infinity
    if (this.#timer && this.#timer.at <= at) return
    if (this.#timer) clearTimeout(this.#timer.handle)
    this.#timer = null
    if (at === Infinity) return
    const handle = setTimeout(
      () => {
        this.#timer = null
        this.#dispatch({ type: 'clock.tick' })
      },
      Math.max(0, at - Date.now()),
    )
    this.#timer = { at, handle }
  }

  #tellWatchers(event: CallEvent, wasPlaying: boolean, playing: boolean): void {
    if (event.type === 'engine.words') {
      const { itemId, delta } = event
      this.#watchers.tell({ type: 'words', itemId, role: 'agent', delta })
    }
    if (event.type === 'engine.speech_started' || event.type === 'engine.speech_stopped') {
      const speaking = event.type === 'engine.speech_started'
      this.#watchers.tell({ type: 'speaking', who: 'caller', speaking })
    }
    if (playing !== wasPlaying) {
      this.#watchers.tell({ type: 'speaking', who: 'agent', speaking: playing })
    }
  }
}
