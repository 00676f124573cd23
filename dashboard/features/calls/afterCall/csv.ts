/** Calls as a table for spreadsheets. https://www.rfc-editor.org/rfc/rfc4180 */
import type { Call } from '../../../../convex/model/call.ts'
import type { AfterCallRecord } from '../../../../convex/model/outcome.ts'
import { totalCost } from '../../../lib/callWords.ts'

export interface ExportedCall {
  call: Call
  after: AfterCallRecord | null
}

const HEAD = [
  'call',
  'started',
  'from',
  'to',
  'direction',
  'agent',
  'agent version',
  'status',
  'end reason',
  'length (s)',
  'cost',
  'outcome',
  'summary',
]

/** One row a call; after the columns that all have, one for each field that was looked for. */
export function callsCsv(calls: readonly ExportedCall[]): string {
  const names = [...new Set(calls.flatMap((one) => fieldsOf(one).map(({ name }) => name)))]
  const rows = calls.map((one) => [
    ...cellsOf(one),
    ...names.map((name) => fieldsOf(one).find((field) => field.name === name)?.value ?? ''),
  ])
  const lines = [[...HEAD, ...names], ...rows].map((row) => row.map(cell).join(','))
  // Without this mark, spreadsheets take the text for an older encoding.
  return `\uFEFF${lines.join('\r\n')}\r\n`
}

const analysedOf = ({ after }: ExportedCall) =>
  after?.analysis?.state === 'done' ? after.analysis : null

const fieldsOf = (one: ExportedCall) => analysedOf(one)?.fields ?? []

function cellsOf(one: ExportedCall): (string | number)[] {
  const { call } = one
  const analysed = analysedOf(one)
  return [
    call.callSid,
    new Date(call.startedAt).toISOString(),
    call.from,
    call.to,
    call.direction,
    call.agentName,
    call.agentVersion,
    call.status,
    call.endReason ?? '',
    call.durationSec ?? '',
    costOf(call),
    analysed?.outcome ?? '',
    analysed?.summary ?? '',
  ]
}

/** Amounts of several currencies are not added up. */
const costOf = (call: Call): string =>
  Object.entries(totalCost(call))
    .map(([currency, amount]) => `${amount} ${currency}`)
    .join(' + ')

/** What a spreadsheet would take for a formula. https://owasp.org/www-community/attacks/CSV_Injection */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/
/** Phone numbers and amounts do no harm. */
const NUMBER = /^[+-]?\d+(\.\d+)?$/

function cell(value: string | number | boolean): string {
  const text = String(value)
  const safe = FORMULA.test(text) && !NUMBER.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
