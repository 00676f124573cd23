/** Validators as Convex exports them, read with zod because they come as JSON. */
import { jsonToConvex } from 'convex/values'
import * as z from 'zod'

type FieldJson = { fieldType: ValidatorJson; optional: boolean }

/** As `ValidatorJSON` of `convex/values`, without what Convex marks as its own. */
export type ValidatorJson =
  | { type: 'null' | 'number' | 'bigint' | 'boolean' | 'string' | 'bytes' | 'any' }
  | { type: 'literal'; value: string | number | boolean | bigint }
  | { type: 'id'; tableName: string }
  | { type: 'array'; value: ValidatorJson }
  | { type: 'record'; keys: ValidatorJson; values: FieldJson }
  | { type: 'object'; value: Record<string, FieldJson> }
  | { type: 'union'; value: ValidatorJson[] }

/** A bigint comes as `{"$integer": "…"}`. */
const literalSchema = z.union([
  z.string(),
  z.number(),
  z.boolean(),
  z.object({ $integer: z.string() }).transform((json) => z.bigint().parse(jsonToConvex(json))),
])

const fieldSchema: z.ZodType<FieldJson> = z.lazy(() =>
  z.object({ fieldType: validatorSchema, optional: z.boolean() }),
)

export const validatorSchema: z.ZodType<ValidatorJson> = z.lazy(() =>
  z.discriminatedUnion('type', [
    z.object({
      type: z.enum(['null', 'number', 'bigint', 'boolean', 'string', 'bytes', 'any']),
    }),
    z.object({ type: z.literal('literal'), value: literalSchema }),
    z.object({ type: z.literal('id'), tableName: z.string() }),
    z.object({ type: z.literal('array'), value: validatorSchema }),
    z.object({ type: z.literal('record'), keys: validatorSchema, values: fieldSchema }),
    z.object({ type: z.literal('object'), value: z.record(z.string(), fieldSchema) }),
    z.object({ type: z.literal('union'), value: z.array(validatorSchema) }),
  ]),
)

/** The validator as its author wrote it: `v.array(v.string())`. */
export function describeValidator(validator: ValidatorJson): string {
  switch (validator.type) {
    case 'number':
      return 'v.float64()'
    case 'bigint':
      return 'v.int64()'
    case 'null':
    case 'boolean':
    case 'string':
    case 'bytes':
    case 'any':
      return `v.${validator.type}()`
    case 'literal':
      return `v.literal(${describeLiteral(validator.value)})`
    case 'id':
      return `v.id(${JSON.stringify(validator.tableName)})`
    case 'array':
      return `v.array(${describeValidator(validator.value)})`
    case 'record':
      return `v.record(${describeValidator(validator.keys)}, ${describeField(validator.values)})`
    case 'union':
      return `v.union(${validator.value.map(describeValidator).join(', ')})`
    case 'object': {
      const fields = Object.entries(validator.value).map(
        ([name, field]) => `${name}: ${describeField(field)}`,
      )
      return `v.object({${fields.join(', ')}})`
    }
  }
}

const describeField = ({ fieldType, optional }: FieldJson): string =>
  optional ? `v.optional(${describeValidator(fieldType)})` : describeValidator(fieldType)

const describeLiteral = (value: string | number | boolean | bigint): string =>
  typeof value === 'bigint' ? `${value}n` : JSON.stringify(value)

/** The tables that a value of this shape can name documents of. */
export function referencedTables(validator: ValidatorJson): string[] {
  switch (validator.type) {
    case 'id':
      return [validator.tableName]
    case 'array':
      return referencedTables(validator.value)
    case 'record':
      return [validator.keys, validator.values.fieldType].flatMap(referencedTables)
    case 'object':
      return Object.values(validator.value).flatMap(({ fieldType }) => referencedTables(fieldType))
    case 'union':
      return validator.value.flatMap(referencedTables)
    default:
      return []
  }
}
