import { describe, expect, test } from 'vitest'
import { destinationSchema } from '../../../convex/model/destination.ts'
import { saySchema, transferSchema } from '../../../worker/control/order.ts'
import { targetOf } from '../../../worker/control/target.ts'

const destination = (name: string) =>
  destinationSchema.parse({ name, target: { kind: 'phone', phoneNumber: '+12025550142' } })
const DESK = destination('Front desk')
const OFFICE = destination('Back office')

describe('whom a caller is put through to', () => {
  test('is the destination that is named, as it is written', () => {
    expect(targetOf({ destination: 'Back office' }, [DESK, OFFICE], false)).toEqual({ to: OFFICE })
    expect(targetOf({ destination: 'back office' }, [DESK, OFFICE], false)).toEqual({
      status: 400,
      error: 'The agent has no destination of this name. It has “Front desk”, “Back office”.',
    })
  })

  test('need not be named where there is one', () => {
    expect(targetOf({}, [DESK], false)).toEqual({ to: DESK })
    expect(targetOf({}, [DESK, OFFICE], false)).toMatchObject({ status: 400 })
  })

  test('is nobody where the agent has no destination', () => {
    for (const asked of [{}, { destination: 'Front desk' }]) {
      expect(targetOf(asked, [], true)).toMatchObject({ status: 409 })
    }
  })

  test('is any number where that is allowed', () => {
    const phoneNumber = '+12025550143'
    expect(targetOf({ phoneNumber }, [DESK], false)).toMatchObject({ status: 403 })
    expect(targetOf({ phoneNumber }, [], true)).toMatchObject({
      to: { name: phoneNumber, target: { kind: 'phone', phoneNumber }, mode: 'warm' },
    })
  })
})

describe('an order', () => {
  test.each([
    [{ destination: 'Front desk', phoneNumber: '+12025550143' }],
    [{ destination: '' }],
    [{ destination: 'x'.repeat(61) }],
    [{ phoneNumber: '112' }],
    [{ phoneNumber: 'sip:desk@example.com' }],
    [{ number: '+12025550143' }],
  ])('to transfer to %j is refused', (body) => {
    expect(transferSchema.safeParse(body).success).toBe(false)
  })

  test('may write a number with spaces', () => {
    expect(transferSchema.parse({ phoneNumber: '+1 202 555-0143' })).toEqual({
      phoneNumber: '+12025550143',
    })
  })

  test('to say something has a length', () => {
    expect(saySchema.parse({ text: ` ${'x'.repeat(1000)} ` }).text).toHaveLength(1000)
    expect(saySchema.safeParse({ text: 'x'.repeat(1001) }).success).toBe(false)
  })
})
