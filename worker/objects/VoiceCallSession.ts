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
import { DIRECTORY_NAME } from './CallDirectory.ts'
import { Chores } from './chores.ts'
import { Deadline } from './deadline.ts'
import { type IncomingCall, newCall } from './newCall.ts'
import { Recorder } from './recorder.ts'
import { Unreadable } from './unreadable.ts'

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
  readonly #recorder: Recorder
  readonly #chores: Chores
  readonly #deadline = new Deadline(() => this.#dispatch({ type: 'clock.tick' }))
  readonly #unreadable = new Unreadable()
  readonly #rung = Promise.withResolvers<void>()
  #state: CallState | null = null
  #engine: Engine | null = null
  #transport: TwilioTransport | null = null
  /** Admits the next media stream. */
  #token: string | null = null

  constructor(ctx: DurableObjectState, env: Bindings) {
    super(ctx, env)
    this.#config = readConfig(env)
    const data = callData(dataSettings(env))
    this.#recorder = new Recorder(ctx.storage, (record) => data.recordCall(record))
    const { journal, outbox } = this.#recorder
    this.#chores = new Chores(ctx.storage, journal, outbox, this.#config)
  }

  /** The phone rings: the model is opened while the carrier sets up the stream. Safe to repeat. */
  async ring(incoming: IncomingCall): Promise<void> {
    this.#token = incoming.token
    if (this.#state || this.#opening) return
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
      (error) => this.#unreadable.add('engine', call.callSid, error),
    )
    this.#rung.resolve()
    this.#recorder.open({ call, agent })
    await this.#chores.arm()
  }

  /** The caller's media stream, or someone who wants to follow the call. */
  override async fetch(request: Request): Promise<Response> {
    const pair = new WebSocketPair()
    if (new URL(request.url).pathname.endsWith('/live')) {
      this.#endIfInterrupted()
      if (!this.#isRunning)
        return Response.json({ error: 'This call is not running.' }, { status: 404 })
      this.#recorder.follow(pair[1])
    } else {
      if (!this.#engine) await Promise.race([this.#rung.promise, scheduler.wait(RING_PATIENCE_MS)])
      if (!this.#token) return refuseStream(request.url)
      this.#openTransport(pair[1], request.url)
    }
    return new Response(null, { status: 101, webSocket: pair[0] })
  }

  #openTransport(socket: WebSocket, url: string): void {
    const transport: TwilioTransport = new TwilioTransport(socket, {
      admit: ({ callSid, token }) => {
        const admitted =
          token !== '' && token === this.#token && callSid === this.#opening?.call.callSid
        if (admitted) {
          this.#token = null
          this.#transport = transport
        } else logWarning('Refused a media stream: the token is wrong.', { url, callSid })
        return admitted
      },
      hear: (payload) => this.#engine?.hear(payload),
      happened: (event) => {
        // The end of a stream that another one has followed means nothing any more.
        if (transport !== this.#transport) return
        const isBrowser = this.#opening?.call.carrier === 'browser'
        this.#dispatch(isBrowser ? asBrowserEvent(event) : event)
        // The model was gone before the caller came: the carrier asks at once what comes next.
        if (!this.#isRunning) transport.close(1000, 'done')
      },
      unreadable: (error) => this.#unreadable.add('carrier', this.#opening?.call.callSid, error),
    })
  }

  get #opening() {
    return this.#recorder.journal.opening
  }

  get #isRunning(): boolean {
    return this.#state !== null && this.#state.phase.name !== 'ended'
  }

  /** The carrier's stream has ended by our side: what now? `token` admits a new stream. */
  next(token: string): NextStep {
    if (this.#isRunning) {
      // Its end may be slower to be noticed than the carrier's question.
      this.#dispatch({ type: 'carrier.lost', detail: 'The carrier ended the media stream.' })
      this.#token = token
      return { do: 'stream', token }
    }
    this.#endIfInterrupted()
    const { record, opening } = this.#recorder.journal
    if (record?.call.status === 'completed') return { do: 'hang_up' }
    const why = record?.call.endReason === 'not_configured' ? 'not_configured' : 'failed'
    return { do: 'apologise', why, fallbackNumber: opening?.agent.voice.fallbackNumber ?? null }
  }

  /** A status callback of the carrier's, in any order and any number of times. */
  async carrierStatus(status: string, durationSec: number | null): Promise<void> {
    if (!this.#opening) return
    this.#record({ kind: 'carrier_status', status, durationSec })
    if (CARRIER_OVER.has(status)) {
      this.#dispatch({ type: status === 'failed' ? 'carrier.failed' : 'carrier.stopped' })
      this.#endIfInterrupted()
    }
    await this.#recorder.outbox.flush()
    await this.#chores.arm()
  }

  /** Brings the stored record up to date, for someone who is about to read it. */
  async deliver(): Promise<void> {
    this.#endIfInterrupted()
    await this.#recorder.outbox.flush()
  }

  /** An operator ends the call; `false` when it is not running. */
  endByOperator(): boolean {
    this.#endIfInterrupted()
    if (!this.#isRunning) return false
    this.#dispatch({ type: 'operator.ended' })
    return true
  }

  override async alarm(): Promise<void> {
    this.#endIfInterrupted()
    await this.#chores.run()
  }

  /** A call in progress of which nothing is left in memory was cut short by a restart. */
  #endIfInterrupted(): void {
    if (this.#state || this.#recorder.journal.record?.call.status !== 'in_progress') return
    const failure = 'The call was cut off when its process was restarted.'
    this.#record({ kind: 'ended', at: Date.now(), reason: 'interrupted', failure })
  }

  #dispatch(event: CallEvent): void {
    const before = this.#state
    if (!before) return
    const [after, effects] = transition(before, event, Date.now())
    this.#state = after
    for (const effect of effects) this.#perform(effect)
    if (!isRoutine(event, after)) this.#deadline.set(deadlineOf(after))
    this.#recorder.show(event, before, after)
  }

  #perform(effect: CallEffect): void {
    switch (effect.type) {
      case 'carrier.play':
      case 'carrier.send_mark':
      case 'carrier.clear':
      case 'carrier.fill_pauses':
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
    this.#recorder.write(entry)
    if (entry.kind === 'ended') this.#finish(entry.at)
  }

  /** The call is over: its record leaves now. */
  #finish(endedAt: number): void {
    for (const entry of this.#unreadable.entries(endedAt)) this.#recorder.write(entry)
    const directory = this.env.DIRECTORY.getByName(DIRECTORY_NAME)
    const { callSid } = this.#opening?.call ?? {}
    if (callSid) this.ctx.waitUntil(directory.release(callSid))
    this.ctx.waitUntil(this.#recorder.close().then(() => this.#chores.arm()))
  }
}

function refuseStream(url: string): Response {
  const why = 'This call expects no stream.'
  logWarning('Refused a media stream.', { why, url })
  return new Response(why, { status: 403 })
}

/**
 * What happens many times in every answer, and brings no deadline nearer. The timer that is set may
 * come too early then, which does no harm.
 */
function isRoutine(event: CallEvent, after: CallState): boolean {
  switch (event.type) {
    case 'engine.audio':
    case 'engine.words':
      return after.phase.name === 'talking'
    case 'carrier.mark':
      return isPlaying(after.playout)
    default:
      return false
  }
}
