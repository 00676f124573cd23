/**
 * When the caller's turns begin and end. A turn begins with their voice, and ends after a pause, longer
 * where their sentence is not finished; then its words become final. Time is that of the caller's audio.
 */
import type { TurnTaking } from '../../../../convex/model/engines/pipeline/settings.ts'
import type { Locale } from '../../../../convex/model/locales.ts'
import type { Usage } from '../../../../convex/model/usage.ts'
import type { VoiceChange } from '../vad.ts'
import { isUnfinished } from './isUnfinished.ts'

export interface Turn {
  number: number
  /** What was understood of it so far. */
  text: string
  /** How long the voice lasted, as far as that is measured. */
  voiceMs: number
}

export interface Taking {
  /** How much of the caller's audio has come. */
  heardMs: number
  turns: number
  /** The turn that is being spoken. Times are those of `heardMs`; `quietSince` is `null` while it is heard. */
  open: (Turn & { beganAt: number; quietSince: number | null }) | null
  /** Turns that have ended, in order: each is answered by one final. `settled`: its words were told already. */
  ended: readonly (Turn & { settled: boolean })[]
}

export const QUIET: Taking = { heardMs: 0, turns: 0, open: null, ended: [] }

export type TurnAct =
  | { do: 'begin'; turn: number }
  /** `agoMs`: how long the caller has been silent. */
  | { do: 'end'; turn: number; agoMs: number; voiceMs: number }
  /** The ears are to make the words of the turn final, and are waited for. */
  | { do: 'commit'; turn: number }
  | { do: 'say'; turn: number; text: string; usage: Usage | null }
  /** Used for nothing that anybody said. */
  | { do: 'count'; usage: Usage }

export type Taken = readonly [Taking, readonly TurnAct[]]

/** Who speaks for longer without a pause is answered to what they said so far, in ms. */
const LONGEST_MS = 55_000

export interface TurnRules extends TurnTaking {
  locale: Locale
  /** Turns are ended here; otherwise the ears do it. */
  endsHere: boolean
}

/** More of the caller's audio has come, and with it what the detector has found. */
export function audioCame(
  taking: Taking,
  ms: number,
  changes: readonly VoiceChange[],
  rules: TurnRules,
): Taken {
  let next: Taking = { ...taking, heardMs: taking.heardMs + ms }
  const acts: TurnAct[] = []
  for (const change of changes) {
    const [changed, more] =
      change.type === 'started' ? voiceStarted(next) : [stopped(next, change), []]
    next = changed
    acts.push(...more)
  }
  const [over, more] = rules.endsHere ? endIfPaused(next, rules) : [next, []]
  return [over, [...acts, ...more]]
}

/** The voice of the caller's is heard. */
export function voiceStarted(taking: Taking): Taken {
  const { open } = taking
  if (open) return [{ ...taking, open: { ...open, quietSince: null } }, []]
  const number = taking.turns + 1
  const turn = { number, text: '', voiceMs: 0, beganAt: taking.heardMs, quietSince: null }
  return [{ ...taking, turns: number, open: turn }, [{ do: 'begin', turn: number }]]
}

function stopped(taking: Taking, { agoMs, voiceMs }: { agoMs: number; voiceMs: number }): Taking {
  const { open, heardMs } = taking
  if (!open) return taking
  const quiet = { ...open, quietSince: heardMs - agoMs, voiceMs: open.voiceMs + voiceMs }
  return { ...taking, open: quiet }
}

function endIfPaused(taking: Taking, rules: TurnRules): Taken {
  const { open, heardMs } = taking
  if (!open) return [taking, []]
  const quietMs = open.quietSince === null ? 0 : heardMs - open.quietSince
  const needed = isUnfinished(open.text, rules.locale) ? rules.unfinishedPauseMs : rules.pauseMs
  const hasPaused = open.quietSince !== null && quietMs >= needed
  if (!hasPaused && heardMs - open.beganAt < LONGEST_MS) return [taking, []]
  const [over, acts] = endOpen(taking, quietMs)
  return [over, [...acts, { do: 'commit', turn: open.number }]]
}

/** The turn that is being spoken is over, if there is one. */
function endOpen(taking: Taking, agoMs: number): Taken {
  const { open } = taking
  if (!open) return [taking, []]
  const { quietSince: _, beganAt: __, ...turn } = open
  const { number, voiceMs } = turn
  return [
    { ...taking, open: null, ended: [...taking.ended, { ...turn, settled: false }] },
    [{ do: 'end', turn: number, agoMs, voiceMs }],
  ]
}

/** The ears say that the caller stopped. */
export function earsStopped(taking: Taking, agoMs: number): Taken {
  return endOpen(taking, agoMs)
}

/**
 * Something was understood. Of whom the voice was not heard, the words are: a turn begins, and lasts until
 * no more of them come.
 */
export function understood(taking: Taking, text: string): Taken {
  if (text.trim() === '') return [taking, []]
  const waiting = taking.ended.findIndex(({ settled }) => !settled)
  const turn = taking.ended[waiting]
  if (turn) return [{ ...taking, ended: taking.ended.with(waiting, { ...turn, text }) }, []]
  if (taking.open) {
    const { quietSince, voiceMs } = taking.open
    const unheard = voiceMs === 0 && quietSince !== null ? taking.heardMs : quietSince
    return [{ ...taking, open: { ...taking.open, text, quietSince: unheard } }, []]
  }
  // What comes late of a turn whose words were told already.
  if (taking.ended.length > 0) return [taking, []]
  const [begun, acts] = voiceStarted(taking)
  const open = begun.open && { ...begun.open, text, quietSince: taking.heardMs }
  return [{ ...begun, open }, acts]
}

/** All the words of the oldest turn that waits for them, or of the one that ears have ended by this. */
export function finalCame(
  taking: Taking,
  text: string,
  usage: Usage | null,
  rules: Pick<TurnRules, 'endsHere'>,
): Taken {
  const [first, ...ended] = taking.ended
  if (first?.settled) return [{ ...taking, ended }, counted(usage)]
  if (first) {
    const say: TurnAct = { do: 'say', turn: first.number, text: text.trim(), usage }
    return [{ ...taking, ended }, [say]]
  }
  if (rules.endsHere || (text.trim() === '' && !taking.open)) return [taking, counted(usage)]
  const [begun, begins] = voiceStarted(taking)
  const silentMs = taking.heardMs - (taking.open?.quietSince ?? taking.heardMs)
  const [over, ends] = endOpen(begun, silentMs)
  const [said, says] = finalCame(over, text, usage, rules)
  return [said, [...begins, ...ends, ...says]]
}

/** The words of a turn do not come in time: what was understood of it stands in for them. */
export function finalOverdue(taking: Taking, number: number): Taken {
  const index = taking.ended.findIndex((turn) => turn.number === number && !turn.settled)
  const turn = taking.ended[index]
  if (!turn) return [taking, []]
  const ended = taking.ended.with(index, { ...turn, settled: true })
  return [{ ...taking, ended }, [{ do: 'say', turn: number, text: turn.text.trim(), usage: null }]]
}

/**
 * Other ears listen, who know nothing. They are told again what is kept of the turns that wait; where
 * another turn is being spoken already, that one gets their words, too.
 */
export function earsReplaced(taking: Taking): Taken {
  const waiting = taking.ended.filter(({ settled }) => !settled)
  if (!taking.open) return [{ ...taking, ended: waiting.slice(-1) }, waiting.slice(0, -1).map(asIs)]
  return [{ ...taking, ended: [] }, waiting.map(asIs)]
}

function asIs({ number, text }: Turn): TurnAct {
  return { do: 'say', turn: number, text: text.trim(), usage: null }
}

const counted = (usage: Usage | null): TurnAct[] => (usage ? [{ do: 'count', usage }] : [])

/** Whether nothing of what the caller said so far is still to become words. */
export function isSettled({ open, ended }: Taking): boolean {
  return open === null && ended.every(({ settled }) => settled)
}
