/** The parameters of a tool as rows of a form, and as the JSON Schema that models read. */
import * as z from 'zod'

const TYPES = ['string', 'number', 'integer', 'boolean'] as const
export type ParameterType = (typeof TYPES)[number]

export interface Parameter {
  name: string
  type: ParameterType
  description: string
  required: boolean
}

const schemaSchema = z.strictObject({
  type: z.literal('object'),
  properties: z
    .record(
      z.string(),
      z.strictObject({ type: z.enum(TYPES), description: z.string().default('') }),
    )
    .default({}),
  required: z.array(z.string()).default([]),
  additionalProperties: z.literal(false).optional(),
})

/** The rows of a schema; `null`: it says more than rows can. */
export function parametersOf(schema: string): Parameter[] | null {
  const parsed = schemaSchema.safeParse(jsonOf(schema))
  if (!parsed.success) return null
  const { properties, required } = parsed.data
  if (required.some((name) => !Object.hasOwn(properties, name))) return null
  return Object.entries(properties).map(([name, { type, description }]) => ({
    name,
    type,
    description,
    required: required.includes(name),
  }))
}

/** Of two rows of one name, the last one counts. */
export function schemaOf(rows: readonly Parameter[]): string {
  const named = rows.filter(({ name }) => name.trim() !== '')
  const properties = Object.fromEntries(
    named.map(({ name, type, description }) => [
      name.trim(),
      { type, ...(description.trim() !== '' && { description: description.trim() }) },
    ]),
  )
  const required = new Set(named.filter((row) => row.required).map(({ name }) => name.trim()))
  return JSON.stringify({
    type: 'object',
    properties,
    ...(required.size > 0 && { required: [...required] }),
  })
}

/** Arguments to try a tool with: one of each. */
export function sampleOf(schema: string): string {
  const rows = parametersOf(schema) ?? []
  const values = { string: 'text', number: 1.5, integer: 1, boolean: true }
  return JSON.stringify(
    Object.fromEntries(rows.map(({ name, type }) => [name, values[type]])),
    null,
    2,
  )
}

export function prettyJson(text: string): string {
  const value = jsonOf(text)
  return value === undefined ? text : JSON.stringify(value, null, 2)
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
