/**
 * Convex's sync protocol: live queries, and mutations whose effect their client sees, over one
 * WebSocket for each client.
 *
 * The sockets are accepted in memory and do not hibernate: the protocol wants to hear of the server at
 * least every minute, so the object would wake for nothing, and its clients bring all that is needed to
 * go on: after a restart they connect again by themselves.
 */
import type { FunctionHost } from '../FunctionHost.ts'
import { LiveQueries } from './LiveQueries.ts'
import { SHUT_MS, ShutOut } from './ShutOut.ts'
import { type SyncHost, SyncSession } from './SyncSession.ts'
import { GATHER_MS, Transitions } from './Transitions.ts'

/** Clients take a server for dead that says nothing for 60 seconds. */
const TICK_MS = 15_000
/** Tabs at once; far more than the operators of one installation open. */
const MAX_SESSIONS = 500

export class SyncServer {
  readonly #host: SyncHost
  readonly #maxSessions: number
  readonly #sessions = new Set<SyncSession>()
  readonly #shutOut = new ShutOut()
  #ticking: ReturnType<typeof setInterval> | null = null

  constructor(functions: FunctionHost, verify: SyncHost['verify'], maxSessions = MAX_SESSIONS) {
    this.#maxSessions = maxSessions
    const queries = new LiveQueries()
    functions.onCommit(({ writes }) => queries.committed(writes))
    functions.onBuilt(() => queries.built())
    const transitions = new Transitions(functions, GATHER_MS)
    this.#host = { functions, queries, transitions, verify }
  }

  /** Answers the handshake of a client; `from` says where strangers come from, '' if this is none. */
  connect(from: string): Response {
    if (from !== '' && this.#shutOut.isShut(from, Date.now())) {
      const error = 'Too much came from this address. Try again in a minute.'
      const headers = { 'retry-after': String(SHUT_MS / 1000) }
      return Response.json({ error }, { status: 429, headers })
    }
    if (!this.#hasRoom()) {
      return Response.json({ error: 'Too many clients at once.' }, { status: 503 })
    }
    const { 0: client, 1: server } = new WebSocketPair()
    server.accept()
    const session = new SyncSession(this.#host, server, () => this.#shutOut.shut(from, Date.now()))
    server.addEventListener('message', ({ data }) => session.receive(data))
    const leave = () => this.#leave(session)
    server.addEventListener('close', leave)
    server.addEventListener('error', leave)
    this.#sessions.add(session)
    this.#ticking ??= setInterval(() => this.#tick(), TICK_MS)
    return new Response(null, { status: 101, webSocket: client })
  }

  /** Nobody who has signed in waits outside because of those who have not. */
  #hasRoom(): boolean {
    if (this.#sessions.size < this.#maxSessions) return true
    const stranger = [...this.#sessions].find(({ isAnonymous }) => isAnonymous)
    if (!stranger) return false
    stranger.makeRoom()
    this.#leave(stranger)
    return true
  }

  #leave(session: SyncSession): void {
    session.left()
    this.#sessions.delete(session)
    if (this.#sessions.size > 0 || this.#ticking === null) return
    clearInterval(this.#ticking)
    this.#ticking = null
  }

  #tick(): void {
    for (const session of this.#sessions) session.tick()
  }
}

export const isSyncRequest = (request: Request): boolean =>
  request.headers.get('upgrade')?.toLowerCase() === 'websocket' &&
  /^\/api\/[^/]+\/sync$/.test(new URL(request.url).pathname)
