import { describe, expect, test } from 'vitest'
import { countMoney, UNTOLD_USD } from '../../../worker/chat/money.ts'
import type { ChatLine } from '../../../worker/chat/journal.ts'

const AT = Date.parse('2026-11-28T12:00:00Z')

const used = (model: string, amount: number, vendor = 'openai'): ChatLine => ({
  kind: 'used',
  usage: [{ part: 'brain', vendor, model, unit: 'text_out_tokens', amount }],
})
const answered: ChatLine = { kind: 'answered', at: AT, to: 1, how: 'stopped', failure: null }

const usdOf = (lines: ChatLine[], isTold = false): number => countMoney(lines, isTold, AT).usd

describe('what counts for the limit of a day', () => {
  test('is what the vendor asks, where that is known', () => {
    expect(usdOf([used('gpt-6-sol', 1_000_000), answered])).toBeCloseTo(10)
  })

  test('is what the dearest model costs, where the price is not known, whoever the vendor is', () => {
    const dearest = usdOf([used('gpt-6-astra', 1_000_000)])
    expect(usdOf([used('a-model-of-tomorrow', 1_000_000)])).toBe(dearest)
    expect(usdOf([used('llama', 1_000_000, 'models.example.com')])).toBe(dearest)
  })

  test('is a sum for each answer of which nobody tells what it used', () => {
    expect(usdOf([answered])).toBe(UNTOLD_USD)
    expect(usdOf([used('gpt-6-luna', 0), answered, answered])).toBe(UNTOLD_USD)
    expect(countMoney([answered], true, AT)).toEqual({ usd: 0, isTold: false })
  })
})
