/** Keys that a tool wants of the caller. */

export interface DigitsWanted {
  /** It is enough when there are so many. */
  most: number
  /** Fewer are not what was asked for. */
  least: number
  /** The key that ends the entry and is no part of it; `null`: none does. */
  terminator: '#' | '*' | null
  /** From the agent's or the caller's last sound or key to the end, in ms. */
  timeoutMs: number
  /** Nobody but the vault of the call is to know them. */
  sensitive: boolean
}

export interface DigitsGiven {
  /** `null`: they are kept in the vault. */
  digits: string | null
  /** Stands for what the vault keeps; `null`: it keeps nothing. */
  reference: string | null
  count: number
  ended: CollectionEnd
}

/** `wanted`: the terminator was pressed, or there are as many as can be. */
export type CollectionEnd = 'wanted' | 'time_out'

/** A tool that waits for keys. */
export interface Collecting {
  toolCallId: string
  wanted: DigitsWanted
  /** Of a sensitive entry, `HIDDEN_KEY` for each. */
  digits: string
  since: number
  lastAt: number
}

/** What is known of a key that nobody is to know. */
export const HIDDEN_KEY = '•'

/** Whether the caller's keys and voice are kept from everybody now. */
export function hidesCaller(collecting: Collecting | null): boolean {
  return collecting?.wanted.sensitive ?? false
}
