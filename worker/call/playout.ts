/**
 * What the caller has heard. The carrier queues our audio and plays it in real time, and echoes a
 * mark when the piece before it was played; a model that answers faster than speech leaves a backlog.
 * This ledger knows, to the millisecond, how far into which item the caller is.
 */
export interface Piece {
  mark: string
  responseId: string
  itemId: string
  /** Where the piece begins within its item. */
  startMs: number
  durationMs: number
}

export interface Playout {
  /** Sent and not yet proved to be played, in order. */
  queue: readonly Piece[]
  /** When the first piece of the queue began to be played. */
  headStartedAt: number
  /** Counts pieces over the whole call, so that no two marks are alike. */
  sent: number
}

export const SILENT: Playout = { queue: [], headStartedAt: 0, sent: 0 }

export function isPlaying(playout: Playout): boolean {
  return playout.queue.length > 0
}

/** Adds a piece; its mark is the name to send after it. */
export function enqueue(
  playout: Playout,
  piece: Omit<Piece, 'mark'>,
  now: number,
): [Playout, Piece] {
  const marked = { ...piece, mark: `p${playout.sent}` }
  const next = {
    queue: [...playout.queue, marked],
    headStartedAt: isPlaying(playout) ? playout.headStartedAt : now,
    sent: playout.sent + 1,
  }
  return [next, marked]
}

/**
 * A mark came back: its piece and those before it were played. A mark that is not in the queue
 * belongs to audio that was cleared, and proves nothing.
 */
export function played(playout: Playout, mark: string, now: number): [Playout, readonly Piece[]] {
  const index = playout.queue.findIndex((piece) => piece.mark === mark)
  if (index < 0) return [playout, []]
  const next = { ...playout, queue: playout.queue.slice(index + 1), headStartedAt: now }
  return [next, playout.queue.slice(0, index + 1)]
}

export interface HeardItem {
  itemId: string
  heardMs: number
}

/**
 * The items that have not been heard to their end, and how much of each was: the one being played
 * up to now, those behind it not at all. Never more than was sent.
 */
export function unfinished(playout: Playout, now: number): HeardItem[] {
  const items: HeardItem[] = []
  for (const [index, piece] of playout.queue.entries()) {
    if (items.some((item) => item.itemId === piece.itemId)) continue
    const elapsed = index === 0 ? Math.max(0, now - playout.headStartedAt) : 0
    const heardMs = Math.floor(piece.startMs + Math.min(elapsed, piece.durationMs))
    items.push({ itemId: piece.itemId, heardMs })
  }
  return items
}

/** Forgets what was not played: the carrier has been told to drop it. */
export function cleared(playout: Playout): Playout {
  return { ...playout, queue: [] }
}
