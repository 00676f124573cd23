/** The echo figures as people read them: one table each for what is heard wrongly and what is missed. */
import { type EchoOutcome, WATCHED_MS } from './echoCall.ts'
import type { EchoResult } from './index.ts'

export function echoTables(results: readonly EchoResult[]): string {
  return results.flatMap(({ guard, outcomes }) => tablesOf(guard, outcomes)).join('\n\n')
}

function tablesOf(guard: string, outcomes: readonly EchoOutcome[]): string[] {
  const silent = outcomes.filter(({ mix }) => !mix.bargeIn)
  const speaking = outcomes.filter(({ mix }) => mix.bargeIn)
  const over = speaking.filter(({ missed }) => missed !== null)
  const missed = over.filter(({ missed }) => missed)
  const interrupted = silent.filter(({ falseInterruptions }) => falseInterruptions > 0)
  return [
    `Guard ${guard}, caller silent: times the agent was cut off in ${WATCHED_MS / 1000} s. ` +
      `${interrupted.length} of ${silent.length} calls.\n` +
      grid(silent, ({ falseInterruptions }) => String(falseInterruptions)),
    `Guard ${guard}, caller interrupts: ms until the agent is silent. ` +
      `${missed.length} of ${over.length} missed.\n` +
      grid(speaking, verdict),
  ]
}

/** `–`: the agent had been cut off already, and said nothing when the caller began. */
function verdict({ missed, reactionMs }: EchoOutcome): string {
  if (missed === null) return '–'
  return missed ? 'missed' : String(Math.round(reactionMs ?? 0))
}

/** A row for each level, a column for each delay. */
function grid(outcomes: readonly EchoOutcome[], cellOf: (outcome: EchoOutcome) => string): string {
  const levels = distinct(outcomes.map(({ mix }) => mix.db))
  const delays = distinct(outcomes.map(({ mix }) => mix.delayMs))
  const rows = levels.map((db) => [
    Number.isFinite(db) ? `${db} dB` : 'no echo',
    ...delays.map((delayMs) => {
      const found = outcomes.find(({ mix }) => mix.db === db && mix.delayMs === delayMs)
      return found ? cellOf(found) : ''
    }),
  ])
  const lines = [['echo', ...delays.map((ms) => (ms === 0 ? '' : `${ms} ms`))], ...rows]
  return lines.map((cells) => cells.map((cell) => cell.padStart(8)).join(' ')).join('\n')
}

function distinct(values: readonly number[]): number[] {
  return [...new Set(values)].toSorted((a, b) => a - b)
}
