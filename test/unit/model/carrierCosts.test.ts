import { expect, test } from 'vitest'
import { figuresOf } from '../../../convex/model/callFigures.ts'
import { carrierCosts } from '../../../convex/model/cost.ts'
import { anEndedCall } from '../../convex/examples.ts'

const price = (amount: number, currency = 'USD') => ({ price: { amount, currency } })

test('a call costs its own line and those to persons, each in its currency', () => {
  const carrier = { amount: 0.02, currency: 'USD' }
  expect(carrierCosts({ cost: { carrier } })).toEqual({ USD: 0.02 })
  expect(carrierCosts({ cost: { carrier: null } })).toEqual({})
  const transfers = [price(0.01), { price: null }, price(3, 'JPY')]
  expect(carrierCosts({ cost: { carrier }, transfers })).toEqual({ USD: 0.03, JPY: 3 })
  expect(carrierCosts({ cost: { carrier: null }, transfers })).toEqual({ USD: 0.01, JPY: 3 })
})

test('the figures of the overview count the lines to persons', () => {
  const transfer = {
    attempt: 1,
    destination: 'desk',
    to: '+12025550170',
    mode: 'warm',
    askedBy: 'agent',
    askedAt: 1,
    ringingAt: 2,
    answeredAt: 3,
    acceptedAt: 4,
    connectedAt: 5,
    endedAt: 6,
    outcome: 'connected',
    legSec: 3,
    ...price(0.01),
  } as const
  const call = anEndedCall('CA1', { transfers: [transfer] })
  expect(figuresOf(call).carrierCosts).toEqual({ USD: 0.03 })
})
