/** What can go wrong on purpose with one request for text. */
export type TextFault =
  /** An error in place of the answer. */
  | { kind: 'refuse'; status: number; code?: string; message?: string; retryAfterSec?: number }
  /** Status 200 and a web page, as a proxy in between gives. */
  | { kind: 'html' }
  /** The connection closes before the first byte. */
  | { kind: 'hang_up' }
  /** The head comes, so many deltas, and then nothing more. */
  | { kind: 'stall'; afterDeltas: number }
  /** The connection breaks after so many deltas. */
  | { kind: 'cut'; afterDeltas: number }
  /** An event that is no JSON comes before the first delta. */
  | { kind: 'garble' }
  /** The answer ends before all of it was written. */
  | { kind: 'incomplete'; reason: 'max_output_tokens' | 'content_filter' }
  /** The answer fails after its first delta. */
  | { kind: 'fail'; code: string; message: string }

/** How an answer comes, counted from its request. */
export interface TextPace {
  firstTokenMs: number
  wholeMs: number
}

export const DEFAULT_TEXT_PACE: TextPace = { firstTokenMs: 200, wholeMs: 500 }
