import { expect, test } from 'vitest'
import {
  inOrder,
  isFiltered,
  listArguments,
  NO_FILTERS,
  readFilters,
} from '../../../dashboard/features/calls/callFilters.ts'
import { outcomeOf, talkSec } from '../../../dashboard/lib/callWords.ts'
import { addDays, countDays, localDate, startOfDay } from '../../../dashboard/lib/localDate.ts'
import { withChanges } from '../../../dashboard/lib/paramChanges.ts'
import { call, ended } from './calls.ts'

const filters = (search: string) => readFilters(new URLSearchParams(search))

test('an address without filters lists every call', () => {
  expect(isFiltered(filters('page=2'))).toBe(false)
  expect(listArguments(filters(''), 0)).toEqual({})
})

test('filters of the address become arguments; days are whole local days', () => {
  const search =
    'text=+tooth+&agent=a1&number=%2B12025550100&status=failed&from=2026-11-01&to=2026-11-02'
  expect(listArguments(filters(search), Date.UTC(2027, 0))).toEqual({
    text: 'tooth',
    agentId: 'a1',
    number: '+12025550100',
    status: 'failed',
    startedAfter: startOfDay('2026-11-01'),
    startedBefore: startOfDay('2026-11-03'),
  })
})

test('a search leaves out what began later, and nothing else does', () => {
  const openedAt = Date.UTC(2026, 10, 28)
  const before = (search: string) => listArguments(filters(search), openedAt).startedBefore
  expect(before('text=tooth')).toBe(openedAt + 60_000)
  expect(before('number=%2B12025550100')).toBe(openedAt + 60_000)
  expect(before('text=tooth&to=2026-11-01')).toBe(startOfDay('2026-11-02'))
  expect(before('agent=a1')).toBeUndefined()
})

test('what makes no sense in an address counts as absent', () => {
  expect(isFiltered(filters('status=sleeping&from=yesterday&to=2026-02-31'))).toBe(false)
})

test('running calls come first, once', () => {
  const other = { ...ended, callSid: 'CA2' }
  expect(inOrder([call], [other, call], filters('')).map(({ callSid }) => callSid)).toEqual([
    'CA1',
    'CA2',
  ])
})

const listed = (search: string) => inOrder([call], [], filters(search)).length

test('running calls obey the filters too', () => {
  expect(listed('agent=a1&number=%2B12025550199&status=in_progress')).toBe(1)
  expect(listed('agent=a2')).toBe(0)
  expect(listed('number=%2B12025550000')).toBe(0)
  expect(listed('status=failed')).toBe(0)
  expect(listed(`from=${addDays(localDate(call.startedAt), 1)}`)).toBe(0)
  expect(listed(`to=${addDays(localDate(call.startedAt), -1)}`)).toBe(0)
  expect(listed('text=anything')).toBe(0)
})

test('changes of the address keep the other parameters', () => {
  expect(withChanges('?a=1&b=2', { b: null, c: 'x y' })).toBe('?a=1&c=x+y')
  expect(withChanges('?text=a&status=failed', NO_FILTERS)).toBe('')
})

test('days are counted with both ends', () => {
  expect(countDays('2026-11-20', '2026-11-21')).toBe(2)
  expect(addDays('2026-12-31', 1)).toBe('2027-01-01')
  expect(localDate(startOfDay('2026-11-21'))).toBe('2026-11-21')
})

test('a call says how it stands', () => {
  expect(outcomeOf({ ...call, answeredAt: null }).words).toBe('Ringing')
  expect(outcomeOf(call)).toEqual({ words: 'In progress', tone: 'accent' })
  expect(outcomeOf({ ...ended, status: 'failed', endReason: 'model_failed' })).toEqual({
    words: 'Model failed',
    tone: 'bad',
  })
  expect(talkSec(call, 1_010_500)).toBe(10)
  expect(talkSec(ended, 9_999_999)).toBe(19.5)
})
