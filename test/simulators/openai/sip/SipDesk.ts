/** OpenAI's SIP connector: takes calls, and tells of them by webhook. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { WebSocket } from 'ws'
import type { RealtimeSession } from '../session.ts'
import type { SessionDeps } from '../sessionDeps.ts'
import type { SipInvite, SipLine } from '../../lib/sip.ts'
import { type LineMessage, remoteLine } from './remoteLine.ts'
import { CallsApi, type PlannedRefusal } from './CallsApi.ts'
import { SipCall } from './SipCall.ts'
import { SipPhone } from './SipPhone.ts'
import { type WebhookEndpoint, WebhookSender } from './WebhookSender.ts'

export interface SipOptions {
  /** Where the Worker really is, in place of the origin that webhooks name. */
  connectTo?: string
  /** How long a call rings that nobody decides on. */
  ringMs?: number
  /** From the answer to when a socket can be opened beside the call. */
  setupMs?: number
}

export interface PlacedCall {
  to: string
  from?: string
  headers?: readonly { name: string; value: string }[]
}

const INCOMING = ['realtime.call.incoming', 'live.transport.incoming']

export class SipDesk {
  readonly calls: SipCall[] = []
  readonly webhooks: WebhookSender
  /** How the next requests of each kind are answered in place of what they ask for. */
  readonly refusals: PlannedRefusal[] = []
  readonly #deps: SessionDeps
  readonly #options: SipOptions
  readonly #api: CallsApi

  constructor(
    deps: SessionDeps,
    options: SipOptions,
    onSession: (session: RealtimeSession) => void,
  ) {
    this.#deps = deps
    this.#options = options
    this.webhooks = new WebhookSender(deps.newId, (url) => this.#reach(url))
    this.#api = new CallsApi(this, onSession)
  }

  /** Somebody calls over a trunk, as a phone would: nobody vouches for what the call says. */
  placeCall(placed: PlacedCall): { phone: SipPhone; call: SipCall } {
    const phone = new SipPhone()
    return { phone, call: this.#overTrunk(placed, phone.line) }
  }

  /** The same, of a phone in another process: see `callSimulator`. */
  takePhone(socket: WebSocket, query: URLSearchParams): void {
    const placed = { to: query.get('to') ?? '', from: query.get('from') ?? '' }
    const tell = (message: LineMessage): void => socket.send(JSON.stringify(message))
    const call = this.#overTrunk(placed, remoteLine(socket))
    tell({ type: 'placed', callId: call.callId })
    void call.decided.then((status) => {
      tell({ type: 'decided', status })
      if (status !== 200) socket.close(1000)
    })
  }

  #overTrunk({ to, from = '+12025550199', headers = [] }: PlacedCall, line: SipLine): SipCall {
    const invite: SipInvite = {
      uri: `sip:${to}@sip.api.openai.com;transport=tls`,
      from,
      headers: [
        { name: 'From', value: `<sip:${from}@trunk.example.com>;tag=1` },
        { name: 'To', value: `<sip:${to}@sip.api.openai.com;transport=tls>` },
        { name: 'Call-ID', value: `${this.#deps.newId('sip')}@trunk.example.com` },
        ...headers,
      ],
      mediaSecurity: 'srtp',
    }
    return this.#incoming(invite, line)
  }

  /** Resolves with the final answer to the INVITE. */
  invite(invite: SipInvite, line: SipLine): Promise<number> {
    return this.#incoming(invite, line).decided
  }

  #incoming(invite: SipInvite, line: SipLine): SipCall {
    const call = new SipCall(this.#deps.newId('rtc'), invite, line, this.#deps)
    this.calls.push(call)
    line.ringing()
    const sip_headers = invite.headers.map(({ name, value }) => ({ name, value }))
    const media = { sip_headers, sip_media_security: invite.mediaSecurity }
    const { callId } = call
    const session_id = callId.replace('rtc_', 'live_')
    void this.webhooks.send('realtime.call.incoming', { call_id: callId, ...media })
    void this.webhooks.send('live.transport.incoming', { type: 'sip', session_id, ...media })
    const giveUp = setTimeout(() => call.reject(480), this.#options.ringMs ?? 30_000)
    void call.decided.then(() => clearTimeout(giveUp))
    return call
  }

  /** Whether this is for the connector; answers it then. */
  handles(request: IncomingMessage, response: ServerResponse, pathname: string): boolean {
    return this.#api.handles(request, response, pathname)
  }

  /** The call whose session a socket wants to be opened beside; an answer where there is none. */
  attachable(callId: string): SipCall | null {
    const call = this.calls.find((one) => one.callId === callId)
    if (!call || call.isOver || call.answeredAt === null) return null
    const isSetUp = performance.now() - call.answeredAt >= (this.#options.setupMs ?? 0)
    return isSetUp ? call : null
  }

  attach(call: SipCall, socket: WebSocket): void {
    call.attach(socket)
  }

  close(): void {
    for (const call of this.calls) call.hangUp()
  }

  #reach(url: string): string {
    const { connectTo } = this.#options
    const { pathname, search } = new URL(url)
    return connectTo === undefined ? url : new URL(pathname + search, connectTo).href
  }

  /** Tells this address of calls. */
  tell(url: string, secret?: string): WebhookEndpoint {
    return this.webhooks.add(url, INCOMING, 'Switchboard', secret)
  }
}
