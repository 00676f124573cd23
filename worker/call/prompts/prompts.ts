import type { TransferOutcome } from '../../../convex/model/transfer.ts'
import type { TransferRefusal } from '../transfer/types.ts'

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
  /** For a person who has picked up: what it is about follows, */
  callerWaits: string
  /** and then this. */
  pressOne: string
  /** The caller whom they were to talk to, or have talked to, is not there any more. */
  callerGone: string
}

/** How an attempt to put the caller through ends after which the agent goes on with them. */
export type FailedTransfer = Exclude<
  TransferOutcome,
  'connected' | 'caller_left' | 'withdrawn' | 'handed_over'
>

/** What a model is told of persons whom the caller is to be put through to; `who` is what operators call them. */
export interface TransferInstructions {
  /** Somebody else than the agent has asked for it; also the answer of the tool by which it asks. */
  begun: (who: string) => string
  /** It is not tried. */
  refused: Readonly<Record<TransferRefusal, string>>
  /** What became of it, */
  outcomes: Readonly<Record<FailedTransfer, (who: string) => string>>
  /** and what the agent is to do then: `what` is the sentence before. */
  over: (what: string) => string
  /** The caller is back, as the person has hung up. */
  personLeft: (who: string) => string
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
  transfer: TransferInstructions
}

/** Everything that is said or told in one language. */
export interface Prompts {
  sentences: Sentences
  instructions: Instructions
  /** What callers say to show that they listen, separated by commas. */
  backchannels: string
}
