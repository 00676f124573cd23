/** A record as every host stores it, whatever came in: a row that is refused would be refused for ever. */
import type * as z from 'zod'
import { callEventSchema, callSchema, turnSchema } from '../../convex/model/call.ts'
import { logFailure } from '../lib/log.ts'
import type { CallDelivery } from './delivery.ts'

/**
 * The longest texts of a row, in characters. A character has three bytes at most, a turn has two such
 * texts, and Convex stores rows of 1 MiB.
 */
const LONGEST = 150_000
/** Convex stores arrays of 8,192. */
const MOST = 8_000

/** Read by the schemas that the host reads it by. What does not fit is put right or, at worst, left out. */
export function storable(record: CallDelivery): CallDelivery {
  const { callSid } = record.call
  const mend = <T extends object>(schema: z.ZodType<T>, row: T, name: string): T | null => {
    const { value, mended } = fitted(schema, row)
    for (const field of mended) {
      logFailure('A part of a call’s record cannot be stored as it is.', {
        callSid,
        field: `${name}.${field}`,
      })
    }
    return value
  }
  return {
    ...record,
    call: mend(callSchema, record.call, 'call') ?? record.call,
    turns: record.turns.flatMap((turn) => mend(turnSchema, turn, 'turn') ?? []),
    events: record.events.flatMap((event) => mend(callEventSchema, event, 'event') ?? []),
  }
}

/** What may stand for what does not fit: the nearest first. */
const SUBSTITUTES: ((value: unknown) => unknown)[] = [
  (value) => (typeof value === 'number' && value > 0 && value < Infinity ? Math.round(value) : 0),
  () => null,
  () => '',
]

/** `value`: `null` when nothing helps. `mended`: the fields that were changed. */
function fitted<T extends object>(
  schema: z.ZodType<T>,
  row: T,
): { value: T | null; mended: string[] } {
  let value: object = cut(row)
  const mended: string[] = []
  for (;;) {
    const { data, error } = schema.safeParse(value)
    if (data) return { value: data, mended }
    const path = error?.issues[0]?.path ?? []
    const field = path.join('.')
    const mendedValue = mended.includes(field) ? null : substituted(schema, value, path)
    mended.push(field)
    if (!mendedValue) return { value: null, mended }
    value = mendedValue
  }
}

type Path = readonly PropertyKey[]

function substituted(schema: z.ZodType, row: object, path: Path): object | null {
  for (const substitute of SUBSTITUTES) {
    const changed = withChange(row, path, substitute)
    const { error } = schema.safeParse(changed)
    if (!error?.issues.some((issue) => issue.path.join('.') === path.join('.'))) return changed
  }
  return null
}

/** A copy in which one part is another; parts on the way to it are copied, too. */
function withChange(part: object, [name, ...rest]: Path, change: (value: unknown) => unknown) {
  if (name === undefined) return part
  const copy: Record<PropertyKey, unknown> | unknown[] = Array.isArray(part)
    ? [...part]
    : { ...part }
  const inner: unknown = Reflect.get(copy, name)
  const isOnTheWay = rest.length > 0 && typeof inner === 'object' && inner !== null
  Reflect.set(copy, name, isOnTheWay ? withChange(inner, rest, change) : change(inner))
  return copy
}

/** Texts and lists that would make a row too large. */
function cut(row: object): object {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]: [string, unknown]) => {
      if (typeof value === 'string' && value.length > LONGEST) return [name, textTo(LONGEST, value)]
      return [name, Array.isArray(value) && value.length > MOST ? value.slice(0, MOST) : value]
    }),
  )
}

/** Not in the middle of a character that takes two places. */
const textTo = (length: number, text: string): string =>
  text.slice(0, length - 1).replace(/[\uD800-\uDBFF]$/, '') + '…'
