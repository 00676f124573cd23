/** What visitors read from us, and what a brain is told of the conversation, in one language. */
export interface ChatWords {
  /** Follows the agent's own instructions: which language, and that this is written. */
  inWriting: string
  /** The agent cannot answer. */
  noAnswer: string
  /** A person was asked to go on. */
  personAsked: string
  personIsHere: (name: string) => string
  /** The agent goes on where a person was. */
  backWithAgent: string
  /** There were as many messages as there may be. */
  limitReached: string
  ended: string
  tooFast: string
  /** All conversations of the day have taken as much as they may. */
  dayIsOver: string
  notAgain: string
  tooLong: string
  /** What came is no message of a window's. */
  unreadable: string
  /** Something of ours could not be asked. */
  tryAgain: string
}
