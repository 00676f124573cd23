/**
 * What the caller has heard. The carrier queues our audio and plays it in real time, and echoes a mark
 * when the audio before it was played; a model that answers faster than speech leaves a backlog.
 *
 * What counts is what will have been played when a `clear` that leaves now reaches the carrier. The
 * audio went the same way as the `clear` will, so that way cancels out: a piece counts from when it was
 * sent, or from when those before it end. Echoes correct this. The least delay of an echo after the
 * soonest end of its piece is the round trip; what an echo takes beyond that, the carrier had to wait.
 *
 * Over a line of steady delay this is exact to the millisecond, and never more than the truth. Delays
 * that vary by up to `v` make it at most `v` too much, and at most `2v` too little.
 */
export interface Speech {
  responseId: string
  itemId: string
  /** Where the piece begins within its item. */
  startMs: number
  durationMs: number
}

export interface Piece extends Speech {
  /** The mark that follows it; `null` where none does. */
  mark: string | null
  /** When it begins if nothing holds it up: when it was sent, or when those before it end. */
  soonest: number
}

export interface Playout {
  /** Sent and not yet proved to be played, in order. */
  queue: readonly Piece[]
  /** What is proved to be played kept the carrier busy until then. */
  busyUntil: number
  /** To the carrier and back: the least that an echo took. `Infinity` before the first one. */
  roundTrip: number
  /** Counts pieces over the whole call, so that no two marks are alike. */
  sent: number
  /** How much was sent since the last mark. */
  unmarkedMs: number
  /** After so much, the next one follows. */
  markAfterMs: number
}

/** A stretch of speech is marked early, while little of it is queued and a wait shows at once, … */
const FIRST_MARK_MS = 400
/** … and then seldom. More marks cost their echo each, and prove little more. */
const MARK_EVERY_MS = 1_400

export const SILENT: Playout = {
  queue: [],
  busyUntil: 0,
  roundTrip: Infinity,
  sent: 0,
  unmarkedMs: 0,
  markAfterMs: FIRST_MARK_MS,
}

/**
 * How much longer the round trip may have become between one stretch of speech and the next. Within
 * a stretch it only falls: a wait of the carrier's would be taken for way, and forgotten.
 */
const DRIFT_MS = 5

export function isPlaying(playout: Playout): boolean {
  return playout.queue.length > 0
}

/** Adds a piece, which tells whether a mark must be sent after it. */
export function enqueue(playout: Playout, speech: Speech, now: number): [Playout, Piece] {
  const last = playout.queue.at(-1)
  const free = last ? last.soonest + last.durationMs : 0
  const unmarkedMs = playout.unmarkedMs + speech.durationMs
  const markAfterMs = now > free ? FIRST_MARK_MS : playout.markAfterMs
  const marked = unmarkedMs >= markAfterMs
  const piece = {
    ...speech,
    mark: marked ? markOf(playout.sent) : null,
    soonest: Math.max(now, free),
  }
  const next = {
    ...playout,
    queue: [...playout.queue, piece],
    roundTrip: playout.roundTrip + (now > free ? DRIFT_MS : 0),
    sent: playout.sent + 1,
    unmarkedMs: marked ? 0 : unmarkedMs,
    markAfterMs: marked ? MARK_EVERY_MS : markAfterMs,
  }
  return [next, piece]
}

/** The mark to send when nothing more comes for now; `null` when one follows the last piece already. */
export function markEnd(playout: Playout): [Playout, string | null] {
  const last = playout.queue.at(-1)
  if (!last || last.mark) return [playout, null]
  const mark = markOf(playout.sent - 1)
  const queue = [...playout.queue.slice(0, -1), { ...last, mark }]
  return [{ ...playout, queue, unmarkedMs: 0 }, mark]
}

function markOf(index: number): string {
  return `p${index}`
}

export interface PlayedPiece extends Piece {
  /** When the carrier began to play it, if both ways take equally long. */
  beganAt: number
}

/**
 * A mark came back: its piece and those before it were played. A mark that is not in the queue
 * belongs to audio that was cleared, and proves nothing.
 */
export function played(
  playout: Playout,
  mark: string,
  now: number,
): [Playout, readonly PlayedPiece[]] {
  const index = playout.queue.findIndex((piece) => piece.mark === mark)
  const last = playout.queue[index]
  if (!last) return [playout, []]
  const took = now - last.soonest - last.durationMs
  // A clock that steps back makes an echo seem to come before its time.
  const roundTrip = Math.max(0, Math.min(playout.roundTrip, took))
  const queue = playout.queue.slice(index + 1)
  const next = { ...playout, queue, roundTrip, busyUntil: now - roundTrip }
  const toEnd = timeline(playout).slice(0, index + 1)
  const endsAt = toEnd.at(-1)?.endsAt ?? 0
  const endedAt = now - roundTrip / 2
  const pieces = toEnd.map(({ piece, beginsAt }) => ({
    ...piece,
    beganAt: endedAt - (endsAt - beginsAt),
  }))
  return [next, pieces]
}

/** When each piece of the queue begins and ends, on the clock of the sends. */
function timeline({ queue, busyUntil }: Playout) {
  let free = busyUntil
  return queue.map((piece) => {
    const beginsAt = Math.max(free, piece.soonest)
    free = beginsAt + piece.durationMs
    return { piece, beginsAt, endsAt: free }
  })
}

export interface HeardItem {
  itemId: string
  heardMs: number
  /** When the carrier began to play what is not proved of it, as in `PlayedPiece`; `null`: it did not. */
  beganAt: number | null
}

/**
 * The items that are not proved to be heard to their end, and how much of each is: by a `clear` that
 * leaves at `now`, or by `hungUpAt(playout, now)`. Never more than was sent.
 */
export function unfinished(playout: Playout, now: number): HeardItem[] {
  const way = Number.isFinite(playout.roundTrip) ? playout.roundTrip / 2 : 0
  const heard = new Map<string, HeardItem>()
  for (const { piece, beginsAt } of timeline(playout)) {
    const { itemId, startMs, durationMs } = piece
    const known = heard.get(itemId)
    const playedMs = Math.min(Math.max(0, now - beginsAt), durationMs)
    if (playedMs === 0 && known) continue
    const beganAt = known?.beganAt ?? (playedMs > 0 ? beginsAt + way : null)
    heard.set(itemId, { itemId, heardMs: Math.floor(startMs + playedMs), beganAt })
  }
  return [...heard.values()]
}

/** When all that was sent has been played, if nothing holds it up, on the clock of the sends; 0: nothing is left. */
export function endsAt(playout: Playout): number {
  return timeline(playout).at(-1)?.endsAt ?? 0
}

/** When the next echo is due; `null`: none is expected. */
export function echoDue(playout: Playout): { mark: string; at: number } | null {
  for (const { piece, endsAt } of timeline(playout)) {
    if (piece.mark) return { mark: piece.mark, at: endsAt + knownRoundTrip(playout) }
  }
  return null
}

/** The round trip to a carrier that has echoed nothing yet: rather too long, so that less counts. */
const UNKNOWN_ROUND_TRIP_MS = 400

/**
 * When a carrier fell silent whose leaving is only now known, on the clock of `unfinished`: no `clear`
 * travels to it, and the news was on the way.
 */
export function hungUpAt(playout: Playout, now: number): number {
  return now - knownRoundTrip(playout)
}

function knownRoundTrip({ roundTrip }: Playout): number {
  return Number.isFinite(roundTrip) ? roundTrip : UNKNOWN_ROUND_TRIP_MS
}

/** Forgets what was not played: the carrier has been told to drop it. */
export function cleared(playout: Playout): Playout {
  return { ...playout, queue: [], unmarkedMs: 0, markAfterMs: FIRST_MARK_MS }
}

/** The stream is gone, and with it all that was learnt of its way. */
export function disconnected({ sent }: Playout): Playout {
  return { ...SILENT, sent }
}
