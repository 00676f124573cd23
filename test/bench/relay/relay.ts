/**
 * A raw relay: a Durable Object that copies frames and does nothing else. It is the least that any
 * bridge on this platform can do, and what the product is measured against.
 *
 * Messages go on as the strings they came as, both ways: nothing is parsed, cut, wrapped, counted,
 * answered or stored. It answers the phone's webhook and sends the stream to one object per call, as
 * the product does, and opens the model when the stream opens, as most bridges do; what the caller
 * says before that is kept, so that both carry the same audio. Its phone and its model take each
 * other's messages as they are.
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
  /** The model's WebSocket address. */
  MODEL_URL: string
  /** This Worker's own `ws://` origin. */
  STREAM_ORIGIN: string
}

export class RelayCall {
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
    caller.accept()
    const upgrade: ResponseInit & { webSocket: WebSocket } = { status: 101, webSocket: client }
    return new Response(null, upgrade)
  }
}

async function answer(request: Request, env: Bindings): Promise<Response> {
  if (request.headers.get('upgrade')) {
    return env.RELAYS.getByName(new URL(request.url).pathname).fetch(request)
  }
  if (request.method === 'GET') return new Response('ok')
  const callSid = (await request.formData()).get('CallSid')
  const twiml = `<Response><Connect><Stream url="${env.STREAM_ORIGIN}/media/${String(callSid)}"/></Connect></Response>`
  return new Response(twiml, { headers: { 'content-type': 'text/xml' } })
}

export default { fetch: answer }
