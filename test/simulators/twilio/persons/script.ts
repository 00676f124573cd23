/** Who has a number, and what they do when it rings. */

export const PERSON_DEEDS = [
  /** Picks up, hears out what is said, presses 1. */
  'accept',
  /** Picks up, hears it out, presses another key or none. */
  'decline',
  'busy',
  'no_answer',
  /** A mailbox picks up: it greets, and beeps. */
  'voicemail',
  /** Hangs up while it is told what this is about. */
  'hang_up',
  /** As `accept`, but hangs up when they have been in the room for a while. */
  'hang_up_after',
  'fax',
  /** Picks up and accepts; nobody can tell whether it is a machine. */
  'unknown',
  /** The number cannot be reached. */
  'failed',
] as const
export type PersonDeed = (typeof PERSON_DEEDS)[number]

/** Times are in ms. */
export interface PersonScript {
  does: PersonDeed
  /** From the ringing on; for `busy` and `failed`, until it is known. */
  pickUpMs?: number
  /** How long a phone rings that nobody answers: as long as it is let, if left out. */
  ringMs?: number
  /** From the end of the prompt until a key is pressed. */
  pressAfterMs?: number
  /** What `decline` presses; '': nothing. */
  key?: string
  /** How long `hang_up_after` stays in the room. */
  roomMs?: number
  /** What is said in the room, as soon as they are there with somebody. */
  says?: readonly string[]
  /** What a mailbox says. */
  greeting?: string
  /** When answering machine detection knows, and what it says where it is wrong. */
  amdMs?: number
  amd?: 'human' | 'machine_start' | 'fax' | 'unknown'
}

export const DEFAULT_GREETING = 'You have reached a mailbox. Please leave a message after the tone.'
