/** All waits and limits of a conversation; ms where nothing else is said. */
export const CHAT_LIMITS = {
  /** So many messages a visitor may send within `burstWindow`; an answer written anew counts as one. */
  burst: 10,
  burstWindow: 60_000,
  /** A conversation in which nobody has said anything for so long is over. */
  idle: 24 * 60 * 60_000,
  /** So often a brain is asked for words or tools in one answer; then for words alone. */
  partsWithTools: 8,
  /** Attempts at one part of an answer, those that a lost object cut off included. */
  attempts: 6,
  /** Answers in a row that may fail before the conversation is over. */
  failures: 5,
  /** Before a brain is asked again that has failed, where it does not say when. */
  retry: 500,
  /** Nobody waits longer for a brain that wants to be asked later. */
  longestRetry: 5_000,
} as const
