import { type History, wordsOfTurn } from './history.ts'
import type { JournalEntry } from './journal.ts'

/**
 * What the agent is to say, as far as it is written, of an engine that thinks and speaks apart. An answer
 * that was cut off, by whatever, is spoken on from here, and not thought of again.
 */
export interface Script {
  /** Which answer it is. */
  key: string
  /** How often it was asked for. */
  attempt: number
  /** The item that says it. */
  itemId: string
  /** Items that said the beginning of the same answer. */
  earlierIds: readonly string[]
  /** Of this item alone. */
  text: string
  complete: boolean
  /** When its first words were written, epoch ms; `null`: there are none. */
  wordsAt: number | null
}

/** A script, and how much of it was heard. */
export interface ScriptSoFar {
  key: string
  attempt: number
  text: string
  complete: boolean
  /** What was heard of `text`. */
  heard: string
  /** What was heard of the same answer before it. */
  heardBefore: string
}

/** Adds one line of the journal. */
export function writeScript(script: Script | null, entry: JournalEntry): Script | null {
  if (entry.kind !== 'scripted') return script
  const { key, attempt, itemId, delta, complete, at } = entry
  const known = script?.itemId === itemId && script.attempt === attempt ? script : null
  const text = (known?.text ?? '') + delta
  return {
    key,
    attempt,
    itemId,
    earlierIds: known ? known.earlierIds : earlierOf(script, key, itemId),
    text,
    complete,
    wordsAt: known?.wordsAt ?? (text === '' ? null : at),
  }
}

function earlierOf(script: Script | null, key: string, itemId: string): readonly string[] {
  if (script?.key !== key) return []
  return [...script.earlierIds, script.itemId].filter((earlier) => earlier !== itemId)
}

/** `heardNow`: what was heard of the item while it is still being said; `null`: it is over. */
export function soFar(script: Script, history: History, heardNow: string | null): ScriptSoFar {
  const { key, attempt, text, complete, itemId, earlierIds } = script
  const earlier = earlierIds.map((id) => wordsOfTurn(history, id))
  return {
    key,
    attempt,
    text,
    complete,
    heard: heardNow ?? wordsOfTurn(history, itemId),
    heardBefore: earlier.filter((words) => words !== '').join(' '),
  }
}
