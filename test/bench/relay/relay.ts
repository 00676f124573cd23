/**
 * What the product is measured against. Both answer the phone's webhook and send the stream to one object
 * per call, as the product does, and open the model when the stream opens, as most bridges do.
 *
 * `RelayCall` is the least that is a bridge between a carrier and a Realtime model: each side gets the other's
 * audio in its own messages, and the agent can be spoken over. `CopierCall` copies frames, and is no bridge.
 * Which of them takes the calls is a setting.
 *
 * This file is run as it is, without its types; it imports nothing.
 */

/** What workerd has and the DOM's types have not. */
type ServerSocket = WebSocket & { accept(): void }
declare const WebSocketPair: new () => { 0: WebSocket; 1: ServerSocket }

interface ObjectNamespace {
  getByName(name: string): { fetch(request: Request): Promise<Response> }
}
interface Bindings {
  RELAYS: ObjectNamespace
  COPIERS: ObjectNamespace
  /** Which of the two takes the calls. */
  CALLS: 'RELAYS' | 'COPIERS'
  /** The model's WebSocket address. */
  MODEL_URL: string
  /** This Worker's own `ws://` origin. */
  STREAM_ORIGIN: string
}

function accepted(client: WebSocket, caller: ServerSocket): Response {
  caller.accept()
  const upgrade: ResponseInit & { webSocket: WebSocket } = { status: 101, webSocket: client }
  return new Response(null, upgrade)
}

const BYTES_PER_MS = 8

/**
 * Audio goes on in the other side's wrapping; what the caller says before the model is open is kept. When the
 * model hears the caller, the carrier is told to be silent, and the model to forget what a clock that began
 * with the audio's sending says was not played. Nothing corrects that clock, which a steady network does not
 * need.
 */
export class RelayCall {
  readonly #modelUrl: string
  #model: WebSocket | null = null
  #caller: WebSocket | null = null
  /** For the model, until it is open. */
  #waiting: string[] | null = []
  #streamSid = ''
  #responseId = ''
  #cutResponseId = ''
  #itemId = ''
  #sentMs = 0
  #endsAt = 0

  constructor(_state: unknown, env: Bindings) {
    this.#modelUrl = env.MODEL_URL
  }

  fetch(): Response {
    const { 0: client, 1: caller } = new WebSocketPair()
    const model = new WebSocket(this.#modelUrl)
    this.#caller = caller
    this.#model = model
    model.addEventListener('open', () => this.#opened(model))
    model.addEventListener('message', ({ data }) => this.#modelSays(JSON.parse(data)))
    caller.addEventListener('message', ({ data }) => this.#callerSays(JSON.parse(data)))
    caller.addEventListener('close', () => model.close(1000))
    model.addEventListener('close', () => caller.close(1000))
    return accepted(client, caller)
  }

  #opened(model: WebSocket): void {
    for (const message of this.#waiting ?? []) model.send(message)
    this.#waiting = null
  }

  #callerSays(message: CarrierMessage): void {
    if (message.event === 'start') {
      this.#streamSid = message.streamSid
      this.#tellModel({ type: 'response.create' })
    }
    if (message.event !== 'media') return
    this.#tellModel({ type: 'input_audio_buffer.append', audio: message.media.payload })
  }

  #modelSays(event: ModelEvent): void {
    if (event.type === 'response.created') this.#responseId = event.response.id
    if (event.type === 'response.output_audio.delta') this.#play(event)
    if (event.type === 'input_audio_buffer.speech_started') this.#interrupt()
  }

  #play({ response_id, item_id, delta }: AudioDelta): void {
    if (response_id === this.#cutResponseId) return
    const padding = delta.endsWith('==') ? 2 : delta.endsWith('=') ? 1 : 0
    const durationMs = ((delta.length * 3) / 4 - padding) / BYTES_PER_MS
    this.#sentMs = (item_id === this.#itemId ? this.#sentMs : 0) + durationMs
    this.#itemId = item_id
    this.#endsAt = Math.max(this.#endsAt, Date.now()) + durationMs
    this.#tellCaller({ event: 'media', media: { payload: delta } })
  }

  #interrupt(): void {
    this.#tellCaller({ event: 'clear' })
    const heardMs = Math.floor(this.#sentMs - Math.max(0, this.#endsAt - Date.now()))
    const place = { item_id: this.#itemId, content_index: 0 }
    this.#tellModel({ type: 'conversation.item.truncate', ...place, audio_end_ms: heardMs })
    this.#cutResponseId = this.#responseId
    this.#endsAt = 0
  }

  #tellModel(event: object): void {
    const message = JSON.stringify(event)
    if (this.#waiting) this.#waiting.push(message)
    else this.#model?.send(message)
  }

  #tellCaller(message: object): void {
    this.#caller?.send(JSON.stringify({ streamSid: this.#streamSid, ...message }))
  }
}

/**
 * Messages go on as the strings they came as, both ways: nothing is parsed, cut, wrapped, counted,
 * answered or stored. What the caller says before the model is open is kept, so that product and
 * copier carry the same audio. Its phone and its model take each other's messages as they are.
 */
export class CopierCall {
  readonly #modelUrl: string

  constructor(_state: unknown, env: Bindings) {
    this.#modelUrl = env.MODEL_URL
  }

  fetch(): Response {
    const { 0: client, 1: caller } = new WebSocketPair()
    const model = new WebSocket(this.#modelUrl)
    let waiting: string[] | null = []
    model.addEventListener('open', () => {
      for (const message of waiting ?? []) model.send(message)
      waiting = null
    })
    caller.addEventListener('message', ({ data }) => {
      if (waiting) waiting.push(data)
      else model.send(data)
    })
    model.addEventListener('message', ({ data }) => caller.send(data))
    caller.addEventListener('close', () => model.close(1000))
    model.addEventListener('close', () => caller.close(1000))
    return accepted(client, caller)
  }
}

interface AudioDelta {
  type: 'response.output_audio.delta'
  response_id: string
  item_id: string
  delta: string
}
type ModelEvent =
  | AudioDelta
  | { type: 'response.created'; response: { id: string } }
  | { type: 'input_audio_buffer.speech_started' }
type CarrierMessage =
  { event: 'start'; streamSid: string } | { event: 'media'; media: { payload: string } }

async function answer(request: Request, env: Bindings): Promise<Response> {
  if (request.headers.get('upgrade')) {
    return env[env.CALLS].getByName(new URL(request.url).pathname).fetch(request)
  }
  if (request.method === 'GET') return new Response('ok')
  const callSid = (await request.formData()).get('CallSid')
  const twiml = `<Response><Connect><Stream url="${env.STREAM_ORIGIN}/media/${String(callSid)}"/></Connect></Response>`
  return new Response(twiml, { headers: { 'content-type': 'text/xml' } })
}

export default { fetch: answer }
