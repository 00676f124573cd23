/** What the phone really played of each thing that the model said. */
import { comfortTone } from '../../../worker/call/comfortTone.ts'
import type { OpenAiSimulator, RealtimeSession } from '../../simulators/openai/index.ts'
import type { SimulatedCall, StreamFacts } from '../../simulators/twilio/index.ts'

const BYTES_PER_MS = 8
/** What a session has sent may still arrive so long after its end, in ms. */
const STRAGGLE_MS = 500

/** The sessions of the model. */
export class Sessions {
  readonly #model: OpenAiSimulator

  constructor(model: OpenAiSimulator) {
    this.#model = model
  }

  /** All that the person of these items has had, the oldest first. */
  ofCaller(itemIds: ReadonlySet<string>): CallerSession[] {
    const { sessions } = this.#model
    const made = sessions.map((session) => ({ session, pieces: piecesOf(session) }))
    const known = made.find(({ pieces }) => pieces.some(({ itemId }) => itemIds.has(itemId)))
    const person = known?.session.safetyIdentifier
    return made
      .filter(({ session }) => known && session.safetyIdentifier === person)
      .map(({ session: { closedAt }, pieces }) => ({ pieces, closedAt }))
  }
}

export interface CallerSession {
  pieces: MadePiece[]
  closedAt: number
}

/** A piece of the agent's sound as the model made it. */
interface MadePiece {
  itemId: string
  payload: string
}

function piecesOf({ log }: RealtimeSession): MadePiece[] {
  return log.entries.flatMap(({ event: { type, delta, item_id: itemId } }) =>
    type === 'response.output_audio.delta' &&
    typeof delta === 'string' &&
    typeof itemId === 'string'
      ? [{ itemId, payload: delta }]
      : [],
  )
}

interface Received {
  stream: StreamFacts
  payload: string
  at: number
  fromByte: number
  bytes: number
}

/** Listens to one call from its beginning. */
export class Ear {
  /** When the agent's sounds came, tones of the Worker's not counted; `performance.now()`. */
  readonly soundsAt: number[] = []
  readonly #received: Received[] = []

  constructor(call: SimulatedCall) {
    const bytesOf = new Map<StreamFacts, number>()
    call.on('agentAudio', (payload, at) => {
      const { stream } = call
      if (!stream) return
      const fromByte = bytesOf.get(stream) ?? 0
      const bytes = Buffer.byteLength(payload, 'base64')
      bytesOf.set(stream, fromByte + bytes)
      if (payload === comfortTone()) return
      this.soundsAt.push(at)
      this.#received.push({ stream, payload, at, fromByte, bytes })
    })
  }

  /** How much the caller has heard of each item, in ms; of what none of them said, under ''. */
  heardMs(sessions: readonly CallerSession[]): ReadonlyMap<string, number> {
    const now = performance.now()
    const taken = new Set<MadePiece>()
    const heard = new Map<string, number>()
    for (const received of this.#received) {
      const made = sessions
        .filter(({ closedAt }) => closedAt + STRAGGLE_MS > received.at)
        .flatMap(({ pieces }) => pieces)
        .find((piece) => piece.payload === received.payload && !taken.has(piece))
      if (made) taken.add(made)
      const itemId = made?.itemId ?? ''
      heard.set(itemId, (heard.get(itemId) ?? 0) + playedBytes(received, now) / BYTES_PER_MS)
    }
    return heard
  }
}

function playedBytes({ stream, fromByte, bytes }: Received, now: number): number {
  return stream.media.playback
    .playedRanges(now)
    .map((range) => Math.min(range.toByte, fromByte + bytes) - Math.max(range.fromByte, fromByte))
    .reduce((sum, share) => sum + Math.max(0, share), 0)
}
