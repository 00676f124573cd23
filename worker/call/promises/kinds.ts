/** What agents promise. A booking is kept by a tool of the operator's, known by its name. */
export const KINDS = ['transfer', 'send_sms', 'book', 'end_call'] as const
export type PromiseKind = (typeof KINDS)[number]

/** How one language promises. */
export interface Phrases {
  patterns: Readonly<Partial<Record<PromiseKind, RegExp>>>
  /** A sentence with any of this promises nothing. */
  noPromise: RegExp
}

/** Whole words, in any script that has spaces between them; sentences come in lower case. */
export function words(pattern: string): RegExp {
  return new RegExp(`(?<![\\p{L}\\p{M}])(?:${pattern})(?![\\p{L}\\p{M}])`, 'u')
}
