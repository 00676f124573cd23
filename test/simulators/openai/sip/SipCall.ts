/** One call at the connector: rings, is answered with a session, and ends without an event. */
import type { WebSocket } from 'ws'
import * as z from 'zod'
import { sessionUpdateSchema } from '../sessionConfig.ts'
import { RealtimeSession } from '../session.ts'
import type { SessionDeps } from '../sessionDeps.ts'
import { LegSocket, type LegMessage, type LegOwner } from './LegSocket.ts'
import type { SipInvite, SipLine } from '../../lib/sip.ts'
import { OutputBuffer } from './OutputBuffer.ts'

const deltaSchema = z.object({ response_id: z.string(), item_id: z.string(), delta: z.string() })
const ofResponseSchema = z.object({ response: z.object({ id: z.string() }) })

export const acceptSchema = sessionUpdateSchema.extend({ model: z.string() })
export type Accepted = z.infer<typeof acceptSchema>

const FORMAT = { type: 'audio/pcmu' } as const

export class SipCall implements LegOwner {
  readonly callId: string
  readonly invite: SipInvite
  /** What was sent with the decision; `null`: there is none yet. */
  accepted: Accepted | null = null
  rejectedWith: number | null = null
  session: RealtimeSession | null = null
  /** How often somebody asked for a socket beside the call, and got one. */
  attachments = 0
  isOver = false
  /** When the call was answered, and when its caller first heard something: ms of `performance.now()`. */
  answeredAt: number | null = null
  /** The final answer to the INVITE. */
  readonly decided: Promise<number>
  /** The call has ended, whoever ended it. */
  readonly ended: Promise<void>
  readonly #line: SipLine
  readonly #deps: SessionDeps
  readonly #leg = new LegSocket(this)
  readonly #output: OutputBuffer
  #decide: (status: number) => void = () => {}
  #end: () => void = () => {}

  constructor(callId: string, invite: SipInvite, line: SipLine, deps: SessionDeps) {
    this.callId = callId
    this.invite = invite
    this.#line = line
    this.#deps = deps
    this.decided = new Promise((resolve) => (this.#decide = resolve))
    this.ended = new Promise((resolve) => (this.#end = resolve))
    this.#output = new OutputBuffer(line, {
      started: (response_id) => this.#tell({ type: 'output_audio_buffer.started', response_id }),
      stopped: (response_id) => this.#tell({ type: 'output_audio_buffer.stopped', response_id }),
      cut: (response_id, items) => this.#wasCut(response_id, items),
    })
    line.over.addEventListener('abort', () => this.end(), { once: true })
  }

  get isDecided(): boolean {
    return this.accepted !== null || this.rejectedWith !== null || this.isOver
  }

  /** How many sockets are open beside the call. */
  get attached(): number {
    return this.#leg.attached
  }

  accept(body: Accepted, onSession: (session: RealtimeSession) => void): void {
    this.accepted = body
    const { model, ...settings } = body
    const session = new RealtimeSession(
      this.#leg,
      { model, safetyIdentifier: null },
      this.#deps,
      [],
    )
    this.session = session
    onSession(session)
    const audio = {
      input: { ...settings.audio?.input, format: FORMAT },
      output: { ...settings.audio?.output, format: FORMAT },
    }
    this.#do({ type: 'session.update', session: { ...settings, audio } })
    this.#line.onAudio((sound) => {
      const payload = Buffer.from(sound).toString('base64')
      this.#do({ type: 'input_audio_buffer.append', audio: payload })
    })
    this.#line.onKey((event) => {
      const received_at = Math.floor(Date.now() / 1000)
      this.#tell({ type: 'input_audio_buffer.dtmf_event_received', event, received_at }, false)
    })
    this.answeredAt = performance.now()
    this.#decide(200)
  }

  reject(status: number): void {
    this.rejectedWith = status
    this.#decide(status)
    this.end()
  }

  attach(socket: WebSocket): void {
    this.attachments += 1
    this.#leg.attach(socket)
    const session = this.session?.settings
    if (!session) return
    socket.send(
      JSON.stringify({ type: 'session.created', event_id: this.#deps.newId('event'), session }),
    )
  }

  hangUp(): void {
    if (this.isOver) return
    this.#line.bye()
    this.end()
  }

  refer(target: string): Promise<number> {
    return this.#line.refer(target)
  }

  /** The call is over on this side. */
  end(): void {
    if (this.isOver) return
    this.isOver = true
    this.#leg.end()
    this.#decide(487)
    this.#end()
  }

  expired(): void {
    this.hangUp()
  }

  fromSession(message: LegMessage): boolean {
    switch (message.type) {
      case 'response.output_audio.delta':
        this.#say(message)
        return false
      case 'response.output_audio.done':
        return false
      case 'response.done': {
        const made = ofResponseSchema.safeParse(message).data
        // What it tells of is known before what follows from it.
        queueMicrotask(() => made && this.#output.made(made.response.id))
        return true
      }
      case 'input_audio_buffer.speech_started':
        if (this.session?.settings.audio.input.turn_detection?.interrupt_response) {
          queueMicrotask(() => this.#output.clear())
        }
        return true
      default:
        return true
    }
  }

  fromBeside(message: LegMessage): boolean {
    if (message.type !== 'output_audio_buffer.clear') return true
    this.session?.log.add('client', message)
    this.#output.clear()
    return false
  }

  #say(message: LegMessage): void {
    const { response_id, item_id, delta } = deltaSchema.parse(message)
    const { input, output } = this.accepted?.audio ?? {}
    const sound = Buffer.from(delta, 'base64')
    // Formats are agreed on by SIP: with those of a client, the caller hears nothing.
    const isForced = input?.format !== undefined || output?.format !== undefined
    this.#output.add(response_id, item_id, isForced ? sound.fill(0xff) : sound)
  }

  #wasCut(response_id: string, items: readonly { itemId: string; heardMs: number }[]): void {
    this.#tell({ type: 'output_audio_buffer.cleared', response_id })
    for (const { itemId: item_id, heardMs: audio_end_ms } of items) {
      this.session?.conversation.truncate(item_id, 0, audio_end_ms)
      this.#tell({ type: 'conversation.item.truncated', item_id, content_index: 0, audio_end_ms })
    }
  }

  /** As if the session's client had sent it. */
  #do(message: LegMessage): void {
    this.#leg.emit('message', JSON.stringify(message))
  }

  #tell(fields: LegMessage, named = true): void {
    const { type, ...rest } = fields
    const event = { type, ...(named && { event_id: this.#deps.newId('event') }), ...rest }
    this.session?.log.add('server', event)
    this.#leg.tell(JSON.stringify(event))
  }
}
