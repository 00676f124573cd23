/** The ways in which we end a conversation ourselves. */
export type Goodbye = 'silence' | 'max_duration' | 'plain'

/** What callers hear from us word for word, whoever says it: the agent's voice or the carrier's. */
export interface Sentences {
  /** For an agent whose engine cannot find words of its own. */
  greeting: string
  /** No agent answers the number. */
  unknownNumber: string
  /** As many calls run as may. */
  busy: string
  /** The installation lacks something without which no agent can speak. */
  notConfigured: string
  /** The agent cannot go on, and there is nobody to hand the caller to. */
  failed: string
  /** The agent cannot go on, and somebody else is called now. */
  transferring: string
  /** Nobody picked up to whom the caller was to be handed. */
  nobodyAnswered: string
  /** The caller may have been talking into nothing. */
  lineDropped: string
  /** The caller is silent: said one after the other, while it lasts. */
  stillThere: readonly [string, ...string[]]
  /** Bridges the time that a tool takes. */
  oneMoment: readonly [string, ...string[]]
  goodbyes: Readonly<Record<Goodbye, string>>
}

/** What a model is told, beside what the operator wrote, in the language that it is to speak. */
export interface Instructions {
  /** Follows the agent's own instructions: which language, and how one speaks on the phone. */
  onThePhone: string
  greet: string
  stillThere: string
  /** What the caller said may have been lost: they are to say it again. */
  lineDropped: string
  /** The agent fell silent in the middle of a sentence, and the caller wants nothing else. */
  goOn: string
  /** Follows `goOn`: the last words that were heard. */
  heardLast: (words: string) => string
  /** In the place of what the caller said meanwhile. */
  somethingMissed: string
  /** Stands where the call broke that this one goes on with; what it forbids holds until the caller has answered. */
  calledAgain: string
  /** The opening of the call that goes on with it. */
  takeUp: string
  /** The caller was with a person, and is back. */
  returned: string
  oneMoment: string
  goodbyes: Readonly<Record<Goodbye, string>>
  /** A message of the caller's that was not spoken; `keys` have spaces between them. */
  keysPressed: (keys: string) => string
  /** In the place of a tool's output. */
  toolTookTooLong: string
  toolOutcomeUnknown: string
  /** The answer that called it was cut off. */
  toolNotDone: string
  toolFailed: string
  /** It was called before with the same arguments, and does not run again. */
  toolRepeated: string
  /** The opening of an agent who takes the call over from another one. */
  handedOver: string
}

/** Everything that is said or told in one language. */
export interface Prompts {
  sentences: Sentences
  instructions: Instructions
  /** What callers say to show that they listen, separated by commas. */
  backchannels: string
}
