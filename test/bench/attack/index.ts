/** `npm run bench -- --attack`: what strangers can do to the calls that run. */
import { productBundle } from '../bundles.ts'
import type { Options } from '../options.ts'
import { TURN_MS } from '../peers/turnScript.ts'
import { ATTACKS, NOTHING } from './attacks.ts'
import { type AttackPlan, type AttackResult, measureAttack } from './measure.ts'

const FULL: AttackPlan = {
  earlierCalls: 50,
  rounds: 5,
  // Both sides speak in every turn.
  stretchMs: TURN_MS,
  bytesPerSec: 10_000_000,
  restMs: 30_000,
}
const QUICK: AttackPlan = { ...FULL, rounds: 1, restMs: 5_000 }

/** To reach. */
const TARGETS = {
  addedSilenceMs: 20,
  addedWebhookMs: 50,
  memoryDuringMb: 128,
  memoryAfterMb: 20,
} as const

export async function measureAttacks(
  { quick, fresh, named }: Pick<Options, 'quick' | 'fresh' | 'named'>,
  tell: (line: string) => void,
): Promise<{ table: string; results: AttackResult[] }> {
  const usual = quick ? QUICK : FULL
  const plan = fresh ? { ...usual, earlierCalls: 0 } : usual
  tell('Bundling the product.')
  const bundle = await productBundle()
  tell('Nothing, to compare with.')
  const nothing = await measureAttack(bundle, NOTHING, plan)
  const results: AttackResult[] = []
  for (const attack of ATTACKS.filter(({ name }) => name.includes(named))) {
    tell(`${attack.name}.`)
    results.push(beside(nothing, await measureAttack(bundle, attack, plan)))
  }
  return { table: tableOf(results), results }
}

/** Every webhook is a call that is turned away and kept, so memory grows without any attack. */
function beside(nothing: AttackResult, result: AttackResult): AttackResult {
  return {
    ...result,
    memoryDuringMb: result.memoryDuringMb - nothing.memoryDuringMb,
    memoryAfterMb: result.memoryAfterMb - nothing.memoryAfterMb,
  }
}

const HEADINGS = ['attack', 'silence', 'webhook', 'memory', 'after', 'ended by', ''] as const

function tableOf(results: readonly AttackResult[]): string {
  const rows = [[...HEADINGS], ...results.map(rowOf)]
  const widths = HEADINGS.map((_, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)))
  const pad = (cell: string, at: number) =>
    at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0)
  return rows.map((row) => row.map(pad).join('  ').trimEnd()).join('\n')
}

function rowOf(result: AttackResult): string[] {
  const { addedSilenceMs, addedWebhookMs, memoryDuringMb, memoryAfterMb, report } = result
  const ends = Object.entries(report.ends).map(([end, times]) => `${times} × ${end}`)
  return [
    result.name,
    signed(addedSilenceMs, 'ms'),
    signed(addedWebhookMs, 'ms'),
    signed(memoryDuringMb, 'MB'),
    signed(memoryAfterMb, 'MB'),
    ends.join(', '),
    isReached(result) ? 'ok' : 'MISSED',
  ]
}

function signed(value: number, unit: string): string {
  return `${value < 0 ? '' : '+'}${value.toFixed(1)} ${unit}`
}

function isReached(result: AttackResult): boolean {
  return (
    result.addedSilenceMs < TARGETS.addedSilenceMs &&
    result.addedWebhookMs < TARGETS.addedWebhookMs &&
    result.memoryDuringMb <= TARGETS.memoryDuringMb &&
    result.memoryAfterMb <= TARGETS.memoryAfterMb &&
    result.framesWrong === 0
  )
}
