import { heardText, type Pace, type WordTime } from './heardText.ts'
import type { JournalEntry, JournalTurn } from './journal.ts'

/** A turn that can still change. */
export interface Draft {
  turn: JournalTurn
  /** `null` for the caller's own turns. */
  responseId: string | null
  /** Of the agent: the model has finished making it. Of the caller: the model has it, and transcribes it. */
  complete: boolean
  /** Of the agent: all its words have become sound. Those of an answer that was cut may not have. */
  spoken: boolean
  /** When its words are spoken, as far as the engine tells. */
  times: readonly WordTime[]
  /** How much of it was heard when it was last written down, in ms. */
  writtenMs: number
  /** The opening of the engine that it belongs to. */
  instance: number
}

export type Drafts = readonly Draft[]

export function draftOf(drafts: Drafts, itemId: string): Draft | undefined {
  return drafts.find((draft) => draft.turn.itemId === itemId)
}

export function putDraft(drafts: Drafts, draft: Draft): Drafts {
  const index = drafts.findIndex(({ turn }) => turn.itemId === draft.turn.itemId)
  return index < 0 ? [...drafts, draft] : drafts.with(index, draft)
}

export function dropDraft(drafts: Drafts, itemId: string): Drafts {
  return drafts.filter(({ turn }) => turn.itemId !== itemId)
}

export function turnEntry(turn: JournalTurn): JournalEntry {
  return { kind: 'turn', turn }
}

/** The turn with the words that were heard of it. */
export function asHeard({ turn, spoken, times }: Draft, pace: Pace): JournalTurn {
  const { role, text, generatedMs, heardMs } = turn
  if (role === 'caller') return { ...turn, heardText: text }
  return { ...turn, heardText: heardText({ text, generatedMs, spoken, times }, heardMs, pace) }
}

export function newTurn(
  role: JournalTurn['role'],
  itemId: string,
  startedAtMs: number,
): JournalTurn {
  return {
    itemId,
    role,
    text: '',
    heardText: '',
    startedAtMs,
    endedAtMs: null,
    generatedMs: 0,
    heardMs: 0,
    interrupted: false,
    timing: null,
  }
}

/** Whether the transcript of a turn of the caller's is still to come. */
export function awaitsWords(draft: Draft): boolean {
  return draft.turn.role === 'caller' && draft.complete
}
