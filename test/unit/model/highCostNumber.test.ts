import { expect, test } from 'vitest'
import { highCostKind } from '../../../convex/lib/highCostKind.ts'

test.each([
  ['+19005550100', 'a premium-rate number'],
  ['+449098790123', 'a premium-rate number'],
  ['+33899123456', 'a premium-rate number'],
  ['+80812345678', 'a shared-cost number'],
  ['+870773111632', 'a satellite number'],
  ['+881612345678', 'a satellite number'],
  ['+88216123456', 'a number of an international network, such as a ship’s or a satellite’s'],
  ['+883510012345', 'a number of an international network, such as a ship’s or a satellite’s'],
  ['+97912345678', 'an international premium-rate number'],
])('%s is %s', (phoneNumber, kind) => {
  expect(highCostKind(phoneNumber)).toBe(kind)
})

test.each(['+12025550100', '+447911123456', '+493012345678', '+80012345678', '+18005550100', ''])(
  '“%s” is nothing of the kind',
  (phoneNumber) => {
    expect(highCostKind(phoneNumber)).toBeNull()
  },
)
