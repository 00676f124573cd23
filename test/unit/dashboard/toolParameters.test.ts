import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { jsonSchemaText } from '../../../convex/model/tools.ts'
import { offeredTools, withAllowed } from '../../../dashboard/features/agents/tools/offeredTools.ts'
import {
  type Parameter,
  parametersOf,
  sampleOf,
  schemaOf,
} from '../../../dashboard/features/agents/tools/parameters.ts'

const row = fc.record<Parameter>({
  name: fc.stringMatching(/^[a-z]\w{0,9}$/),
  type: fc.constantFrom('string', 'number', 'integer', 'boolean'),
  description: fc.string().map((text) => text.trim()),
  required: fc.boolean(),
})
const rows = fc.uniqueArray(row, { selector: ({ name }) => name, maxLength: 8 })

test('rows are a schema, and the schema is these rows', () => {
  fc.assert(
    fc.property(rows, (list) => {
      fc.pre(list.every(({ name }) => name !== '__proto__'))
      const schema = schemaOf(list)
      expect(jsonSchemaText.safeParse(schema).success).toBe(true)
      expect(parametersOf(schema)).toEqual(list)
      expect(schemaOf(parametersOf(schema) ?? [])).toBe(schema)
      const sample: unknown = JSON.parse(sampleOf(schema))
      expect(Object.keys(sample ?? {}).toSorted()).toEqual(list.map(({ name }) => name).toSorted())
    }),
  )
})

test.each([
  '{"type":"object","properties":{"a":{"type":"string","enum":["b"]}}}',
  '{"type":"object","properties":{"a":{"type":"array","items":{"type":"string"}}}}',
  '{"type":"object","properties":{"a":{"type":["string","null"]}}}',
  '{"type":"object","properties":{},"required":["a"]}',
  '{"type":"object","properties":{},"additionalProperties":true}',
  '{"type":"object","$defs":{}}',
  '{"type":"array"}',
  'nonsense',
])('%s says more than rows can', (schema) => {
  expect(parametersOf(schema)).toBeNull()
})

const tool = (name: string, fingerprint: string) => ({
  name,
  fingerprint,
  description: '',
  parameters: '{}',
})

test('a tool that has changed is off until it is allowed again', () => {
  const allowed = [tool('a', '1'), tool('b', '1'), tool('c', '1')]
  const fetched = [tool('a', '1'), tool('b', '2'), tool('d', '1')]
  expect(offeredTools(fetched, allowed).map(({ tool: { name }, state }) => [name, state])).toEqual([
    ['a', 'allowed'],
    ['b', 'changed'],
    ['d', 'new'],
    ['c', 'gone'],
  ])
  const again = withAllowed(allowed, tool('b', '2'), true)
  expect(offeredTools(fetched, again)[1]?.state).toBe('allowed')
  expect(withAllowed(again, tool('b', '2'), false).map(({ name }) => name)).toEqual(['a', 'c'])
})
