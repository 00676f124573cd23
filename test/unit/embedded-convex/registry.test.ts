/** What this host cannot honour is seen when it starts. */
import {
  actionGeneric,
  defineSchema,
  defineTable,
  httpActionGeneric,
  mutationGeneric,
} from 'convex/server'
import { v } from 'convex/values'
import { expect, test } from 'vitest'
import { readCatalog } from '../../../worker/embedded-convex/catalog.ts'
import { mismatch } from '../../../worker/embedded-convex/checkValue.ts'
import { Functions } from '../../../worker/embedded-convex/registry.ts'
import { validatorSchema } from '../../../worker/embedded-convex/validator.ts'

test('actions are refused with their name, and are no queries', () => {
  const act = actionGeneric({ args: {}, handler: async () => null })
  expect(() => new Functions({ jobs: { act } })).toThrow('actions (jobs:act)')
  const hook = httpActionGeneric(async () => new Response())
  expect(() => new Functions({ jobs: { hook } })).toThrow('HTTP actions (jobs:hook)')
})

test.each([
  [
    'a vector index',
    defineSchema({
      things: defineTable({ at: v.array(v.number()) }).vectorIndex('by_at', {
        vectorField: 'at',
        dimensions: 2,
      }),
    }),
    'things.by_at',
  ],
  ['no validation', defineSchema({}, { schemaValidation: false }), 'schemaValidation: false'],
])('a schema with %s is refused with its name', (_, schema, name) => {
  expect(() => readCatalog(schema)).toThrow(name)
})

test('a bigint may be asked for by its value', () => {
  const f = mutationGeneric({ args: { n: v.literal(1n) }, handler: async () => null })
  const exported: unknown = Reflect.apply(Reflect.get(f, 'exportArgs'), f, [])
  const validator = validatorSchema.parse(JSON.parse(String(exported)))
  expect(mismatch(validator, { n: 1n })).toBeNull()
  expect(mismatch(validator, { n: 2n })).toContain('v.literal(1n)')
  expect(mismatch(validator, { n: 1 })).not.toBeNull()
})
