/** Whether a value has the shape that a validator asks for, and if not, Convex's sentence about it. */
import type { Value } from 'convex/values'
import { isObject } from './document.ts'
import { isIdOf } from './documentId.ts'
import { describeValidator, type ValidatorJson } from './validator.ts'

type ObjectValidator = Extract<ValidatorJson, { type: 'object' }>
type RecordValidator = Extract<ValidatorJson, { type: 'record' }>

/** `null` when it fits. */
export function mismatch(validator: ValidatorJson, value: Value, path = ''): string | null {
  switch (validator.type) {
    case 'any':
      return null
    case 'union':
      return validator.value.some((member) => mismatch(member, value, path) === null)
        ? null
        : notMatching(validator, value, path)
    case 'array':
      if (!Array.isArray(value)) return notMatching(validator, value, path)
      return first(value, (element, at) => mismatch(validator.value, element, `${path}[${at}]`))
    case 'object':
      return isObject(value)
        ? fieldMismatch(validator, value, path)
        : notMatching(validator, value, path)
    case 'record':
      return isObject(value)
        ? entryMismatch(validator, value, path)
        : notMatching(validator, value, path)
    case 'id':
      if (typeof value === 'string' && isIdOf(validator.tableName, value)) return null
      return idMismatch(validator.tableName, value, path)
    default:
      return fitsScalar(validator, value) ? null : notMatching(validator, value, path)
  }
}

function fitsScalar(
  validator: Exclude<ValidatorJson, { value: unknown; type: 'array' | 'object' | 'union' }>,
  value: Value,
): boolean {
  switch (validator.type) {
    case 'null':
      return value === null
    case 'literal':
      return value === validator.value
    case 'bytes':
      return value instanceof ArrayBuffer
    default:
      return typeof value === validator.type
  }
}

function fieldMismatch(
  validator: ObjectValidator,
  value: Record<string, Value | undefined>,
  path: string,
): string | null {
  const missing = Object.entries(validator.value).find(
    ([name, field]) => !field.optional && value[name] === undefined,
  )
  if (missing) {
    return `Object is missing the required field \`${missing[0]}\`. Consider wrapping the field validator in \`v.optional(...)\` if this is expected.${details(validator, value, path, 'Object')}`
  }
  return first(Object.entries(value), ([name, field]) => {
    const expected = Object.hasOwn(validator.value, name) ? validator.value[name] : undefined
    if (field === undefined) return null
    if (expected) return mismatch(expected.fieldType, field, `${path}.${name}`)
    return `Object contains extra field \`${name}\` that is not in the validator.${details(validator, value, path, 'Object')}`
  })
}

function entryMismatch(
  validator: RecordValidator,
  value: Record<string, Value | undefined>,
  path: string,
): string | null {
  return first(Object.entries(value), ([name, entry]) => {
    if (entry === undefined) return null
    const key = mismatch(validator.keys, name, `${path}.${name}`)
    return key ?? mismatch(validator.values.fieldType, entry, `${path}.${name}`)
  })
}

function idMismatch(table: string, value: Value, path: string): string {
  const at = path ? `\nPath: ${path}` : ''
  return `Found ID ${shown(value)}, which does not match the table name in validator \`v.id("${table}")\`.${at}`
}

const notMatching = (validator: ValidatorJson, value: Value, path: string) =>
  `Value does not match validator.${details(validator, value, path, 'Value')}`

function details(validator: ValidatorJson, value: Value, path: string, label: string): string {
  const at = path ? `\nPath: ${path}` : ''
  return `${at}\n${label}: ${shown(value)}\nValidator: ${describeValidator(validator)}`
}

const MAX_SHOWN = 1000

function shown(value: Value): string {
  const text = JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'bigint' ? `${part}n` : part,
  )
  return text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text
}

function first<T>(
  items: readonly T[],
  find: (item: T, at: number) => string | null,
): string | null {
  for (const [at, item] of items.entries()) {
    const found = find(item, at)
    if (found !== null) return found
  }
  return null
}
