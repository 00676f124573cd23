import { expect, test } from 'vitest'
import type { FoundField } from '../../../convex/model/outcome.ts'
import { callsCsv, type ExportedCall } from '../../../dashboard/features/calls/afterCall/csv.ts'
import { ended } from './calls.ts'

const exported = (fields: FoundField[], summary = ''): ExportedCall => ({
  call: { ...ended, agentName: '+Reception, "main"' },
  after: {
    callSid: ended.callSid,
    revision: 1,
    deliveries: [],
    analysis: { state: 'done', at: 1, model: 'm', outcome: 'resolved', summary, fields },
  },
})
const text = (name: string, value: FoundField['value']): FoundField => ({
  name,
  type: 'text',
  value,
})

const rowsOf = (calls: ExportedCall[]) => callsCsv(calls).split('\r\n')

test('a column for each field that any call has, and nothing where a call has it not', () => {
  const rows = rowsOf([
    exported([text('a', 'x')]),
    exported([text('b', 2)]),
    { call: ended, after: null },
  ])
  expect(rows[0]).toMatch(/^\uFEFFcall,started,.*,outcome,summary,a,b$/)
  expect(rows[1]).toMatch(/,resolved,,x,$/)
  expect(rows[2]).toMatch(/,resolved,,,2$/)
  expect(rows[3]).toMatch(/,,,,$/)
  expect(rows[4]).toBe('')
})

test.each(['=1+1', '+cmd', '-2+3', '@SUM(A1)', '\t=1', '\r=1', '＝1'])(
  'no spreadsheet takes %j for a formula',
  (value) => {
    expect(callsCsv([exported([text('a', value)])])).toContain(`'${value}`)
  },
)

test('numbers of phones and of anything else stay what they are', () => {
  const row = rowsOf([exported([text('a', '-12.5'), text('b', 7)])])[1]
  expect(row).toContain(`,${ended.from},`)
  expect(row).toMatch(/,-12\.5,7$/)
})

test('quotes, commas and lines stay within their cell', () => {
  expect(callsCsv([exported([], 'a "b", c\nd')])).toContain('"a ""b"", c\nd"')
  expect(callsCsv([exported([])])).toContain(`"'+Reception, ""main"""`)
})
