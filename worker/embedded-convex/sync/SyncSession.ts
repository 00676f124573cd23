/**
 * One connected client. Its messages are dealt with one after the other; what changed since is told in
 * transitions, each of which shows the state after one commit.
 */
import type { UserIdentity } from 'convex/server'
import { convexToJson } from 'convex/values'
import { logFailure } from '../../lib/log.ts'
import { failedRequest } from '../failure.ts'
import type { FunctionCall, FunctionHost, Snapshot } from '../FunctionHost.ts'
import { SIGN_IN_FIRST } from '../stranger.ts'
import { type Bearer, RefusedToken } from '../tokens.ts'
import { Allowance, MAX_LENGTH } from './Allowance.ts'
import {
  type ActionRequest,
  type Authenticate,
  type ClientMessage,
  type Connect,
  type ModifyQuerySet,
  type MutationRequest,
  parseClientMessage,
} from './clientMessage.ts'
import { Inbox } from './Inbox.ts'
import type { LiveQueries } from './LiveQueries.ts'
import { QuerySet } from './QuerySet.ts'
import { framesOf, type ServerMessage } from './serverMessage.ts'
import type { Told, Transitions } from './Transitions.ts'
import { advanced, INITIAL_VERSION, isNews, mismatchOf, type StateVersion } from './version.ts'

/** The server's end of the client's WebSocket. */
export interface ClientSocket {
  send(frame: string): void
  close(code: number, reason: string): void
}

/** What a session needs of the host. */
export interface SyncHost {
  functions: Pick<FunctionHost, 'mutation' | 'action' | 'observe'>
  queries: LiveQueries
  transitions: Transitions
  /** Throws `RefusedToken`. */
  verify(token: string): Promise<Bearer>
}

type Phase =
  | { name: 'connecting' }
  | { name: 'connected'; sessionId: string; clockSkewMs: number; observedTs: number | null }
  | { name: 'closed' }

/** https://www.rfc-editor.org/rfc/rfc6455#section-7.4.1 */
const POLICY_VIOLATION = 1008
const INTERNAL_ERROR = 1011

export class SyncSession implements Told {
  readonly #host: SyncHost
  readonly #socket: ClientSocket
  readonly #shutOut: () => void
  readonly #queries: QuerySet
  readonly #inbox = new Inbox((error) => this.#fail(error))
  #phase: Phase = { name: 'connecting' }
  #bearer: Bearer | null = null
  #allowance = new Allowance()
  #version: StateVersion = INITIAL_VERSION
  #wanted = { querySet: 0, identity: 0 }
  /** A mutation was answered; the client waits for the transition that shows it. */
  #owesTransition = false

  /** `shutOut` keeps out for a while what comes from where this client does. */
  constructor(host: SyncHost, socket: ClientSocket, shutOut: () => void) {
    this.#host = host
    this.#socket = socket
    this.#shutOut = shutOut
    this.#queries = new QuerySet(host.queries, () => host.transitions.later(this))
  }

  /** Messages wait as they came: whether one is worth understanding depends on those before it. */
  receive(frame: unknown): void {
    if (this.#phase.name === 'closed') return
    if (typeof frame !== 'string') return this.#giveUp('Messages have to be text.')
    const { length } = frame
    const longest = this.isAnonymous ? MAX_LENGTH.unknown : MAX_LENGTH.known
    if (length > longest) return this.#turnAway('This message is too large.')
    if (!this.#inbox.hasRoomFor(length)) return this.#turnAway('Too many messages at once.')
    this.#inbox.add(length, () => this.#read(frame))
  }

  /** Whether it could be anybody. */
  get isAnonymous(): boolean {
    return this.#bearer === null
  }

  /** The client has to make room for another; it may come back later. */
  makeRoom(): void {
    this.#startOver('Too many clients at once.')
  }

  /** Now and then: says that we are here, and looks whether the client still may be. */
  tick(): void {
    if (!this.#tokenHasEnded()) this.#send({ type: 'Ping' })
  }

  /** The socket is gone. */
  left(): void {
    this.#phase = { name: 'closed' }
    this.#host.transitions.forget(this)
    this.#queries.clear()
  }

  async #read(text: string): Promise<void> {
    if (this.#phase.name === 'closed') return
    if (this.isAnonymous && !this.#allowance.covers(text.length)) {
      return this.#turnAway('This is too much from somebody who has not signed in.')
    }
    const message = parseClientMessage(text)
    if (typeof message === 'string') return this.#giveUp(message)
    return this.#handle(message)
  }

  async #handle(message: ClientMessage): Promise<void> {
    if (this.#phase.name === 'closed') return
    if (message.type === 'Connect') return this.#connect(message)
    if (this.#phase.name === 'connecting') return this.#giveUp('The first message is Connect.')
    switch (message.type) {
      case 'Authenticate':
        return this.#authenticate(message)
      case 'ModifyQuerySet':
        return this.#modifyQuerySet(message)
      case 'Mutation':
        return this.#mutate(message, this.#phase.sessionId)
      case 'Action':
        return this.#act(message)
      case 'Event':
        return
    }
  }

  #connect({ sessionId, clientTs, maxObservedTimestamp }: Connect): void {
    if (this.#phase.name !== 'connecting') return this.#giveUp('Connect was sent before.')
    this.#phase = {
      name: 'connected',
      sessionId,
      clockSkewMs: clientTs - Date.now(),
      observedTs: maxObservedTimestamp ?? null,
    }
  }

  async #authenticate(message: Authenticate): Promise<void> {
    const { baseVersion } = message
    const newVersion = baseVersion + 1
    const mismatch = mismatchOf({ baseVersion, newVersion }, this.#wanted.identity)
    if (mismatch) return this.#startOver(mismatch)
    const bearer = await this.#bearerOf(message)
    if (typeof bearer === 'string') {
      return this.#refuse({ error: bearer, baseVersion, authUpdateAttempted: true })
    }
    const before = this.#identity
    this.#become(bearer)
    // A newer token of the same person changes nothing.
    if (JSON.stringify(before) !== JSON.stringify(this.#identity)) {
      this.#queries.identify(this.#identity)
    }
    this.#wanted = { ...this.#wanted, identity: newVersion }
    this.#host.transitions.soon(this)
  }

  /** What a client has seen moves the clock for all, so that counts only of those whom we know. */
  #become(bearer: Bearer | null): void {
    if (this.#bearer && !bearer) this.#allowance = new Allowance()
    this.#bearer = bearer
    if (!bearer || this.#phase.name !== 'connected' || this.#phase.observedTs === null) return
    this.#host.functions.observe(this.#phase.observedTs)
    this.#phase = { ...this.#phase, observedTs: null }
  }

  async #bearerOf(message: Authenticate): Promise<Bearer | null | string> {
    switch (message.tokenType) {
      case 'None':
        return null
      case 'Admin':
        return 'There are no admin keys here.'
      case 'User':
        return this.#host.verify(message.value).catch((error: unknown) => {
          if (error instanceof RefusedToken) return `Could not verify the token: ${error.message}`
          throw error
        })
    }
  }

  #modifyQuerySet(message: ModifyQuerySet): void {
    const mismatch = mismatchOf(message, this.#wanted.querySet)
    if (mismatch) return this.#startOver(mismatch)
    const problem = this.#queries.modify(message.modifications, this.#identity)
    if (problem) return this.#giveUp(problem)
    this.#wanted = { ...this.#wanted, querySet: message.newVersion }
    this.#host.transitions.soon(this)
  }

  async #mutate(request: MutationRequest, sessionId: string): Promise<void> {
    if (this.#tokenHasEnded()) return
    const { requestId } = request
    try {
      if (this.isAnonymous) throw SIGN_IN_FIRST
      const key = { sessionId, requestId }
      const { value, ts } = await this.#host.functions.mutation(this.#call(request), key)
      const result = convexToJson(value)
      // The answer goes first: the transition that follows tells the client that it sees its write.
      this.#send({ type: 'MutationResponse', requestId, success: true, result, ts, logLines: [] })
      this.#owesTransition = true
      this.#host.transitions.soon(this)
    } catch (error) {
      this.#send({ type: 'MutationResponse', requestId, ...failedRequest(request.udfPath, error) })
    }
  }

  async #act(request: ActionRequest): Promise<void> {
    if (this.#tokenHasEnded()) return
    const { requestId, udfPath } = request
    try {
      if (this.isAnonymous) throw SIGN_IN_FIRST
      await this.#host.functions.action(this.#call(request))
    } catch (error) {
      this.#send({ type: 'ActionResponse', requestId, ...failedRequest(udfPath, error) })
    }
  }

  #call({ udfPath, args }: MutationRequest | ActionRequest): FunctionCall {
    return { path: udfPath, args, identity: this.#identity }
  }

  async tell(snapshot: Snapshot): Promise<void> {
    try {
      await this.#tell(snapshot)
    } catch (error) {
      this.#fail(error)
    }
  }

  async #tell(snapshot: Snapshot): Promise<void> {
    if (this.#phase.name !== 'connected' || this.#tokenHasEnded()) return
    const { clockSkewMs } = this.#phase
    const wanted = this.#wanted
    const isOwed = this.#owesTransition
    this.#owesTransition = false
    const modifications = await this.#queries.news(snapshot)
    if (!isOwed && !isNews(this.#version, wanted, modifications)) return
    const startVersion = this.#version
    this.#version = advanced(startVersion, wanted, snapshot.ts)
    this.#send({
      type: 'Transition',
      startVersion,
      endVersion: this.#version,
      modifications,
      clientClockSkew: clockSkewMs,
      serverTs: Date.now() * 1_000_000,
    })
  }

  get #identity(): UserIdentity | null {
    return this.#bearer?.identity ?? null
  }

  /** Whether the client's token is over; if so it is told, comes back with a new one, and sends again. */
  #tokenHasEnded(): boolean {
    if (!this.#bearer || Date.now() < this.#bearer.expiresAt) return false
    this.#refuse({
      error: 'The token has expired.',
      baseVersion: this.#wanted.identity - 1,
      authUpdateAttempted: false,
    })
    return true
  }

  /** The client's token is no good. It closes and comes back by itself; nothing else may run as nobody. */
  #refuse(error: Omit<Extract<ServerMessage, { type: 'AuthError' }>, 'type'>): void {
    this.#send({ type: 'AuthError', ...error })
    this.#close(POLICY_VIOLATION, 'AuthError')
  }

  /** The client sent more than it may. */
  #turnAway(error: string): void {
    if (this.isAnonymous) this.#shutOut()
    this.#giveUp(error)
  }

  /** The client did what no retry can mend: it is told to stop. */
  #giveUp(error: string): void {
    this.#send({ type: 'FatalError', error })
    this.#close(POLICY_VIOLATION, 'FatalError')
  }

  /** A bug of ours: the client comes back, and finds everything as it was committed. */
  #fail(error: unknown): void {
    logFailure('A client’s session failed.', {}, error)
    this.#startOver('The session failed.')
  }

  /** The client connects again, and says anew what it wants. */
  #startOver(reason: string): void {
    this.#close(INTERNAL_ERROR, `InternalServerError: ${reason}`)
  }

  #send(message: ServerMessage): void {
    if (this.#phase.name === 'closed') return
    for (const frame of framesOf(message, () => crypto.randomUUID())) this.#socket.send(frame)
  }

  #close(code: number, reason: string): void {
    if (this.#phase.name === 'closed') return
    this.left()
    this.#socket.close(code, reason)
  }
}
