/**
 * `q.eq(…).gte(…).lt(…)` of `withIndex`, turned into the stretch of the index that it means: any number
 * of `eq` in the order of the index's fields, then at most one lower and one upper bound on the next.
 */
import type { Value } from 'convex/values'
import type { IndexDefinition } from './catalog.ts'
import { afterPrefix, type KeyRange } from './keyRange.ts'
import { encodeKey } from './orderKey.ts'

type Bound = 'gt' | 'gte' | 'lt' | 'lte'
interface Step {
  operator: 'eq' | Bound
  field: string
  value: Value | undefined
}

export class IndexRangeBuilder {
  readonly steps: readonly Step[]

  constructor(steps: readonly Step[] = []) {
    this.steps = steps
  }

  eq(field: string, value: Value | undefined): IndexRangeBuilder {
    return this.#with('eq', field, value)
  }
  gt(field: string, value: Value | undefined): IndexRangeBuilder {
    return this.#with('gt', field, value)
  }
  gte(field: string, value: Value | undefined): IndexRangeBuilder {
    return this.#with('gte', field, value)
  }
  lt(field: string, value: Value | undefined): IndexRangeBuilder {
    return this.#with('lt', field, value)
  }
  lte(field: string, value: Value | undefined): IndexRangeBuilder {
    return this.#with('lte', field, value)
  }

  #with(operator: Step['operator'], field: string, value: Value | undefined): IndexRangeBuilder {
    return new IndexRangeBuilder([...this.steps, { operator, field, value }])
  }
}

export function rangeOf(index: IndexDefinition, { steps }: IndexRangeBuilder): KeyRange {
  const bounds = steps.slice(requireOrder(index, steps))
  const equal = steps.slice(0, steps.length - bounds.length).map((step) => step.value)
  const prefix = encodeKey(equal)
  const range = { index: index.path, lower: prefix, upper: afterPrefix(prefix) }
  for (const { operator, value } of bounds) {
    const key = encodeKey([...equal, value])
    if (operator === 'gte') range.lower = key
    if (operator === 'gt') range.lower = afterPrefix(key)
    if (operator === 'lt') range.upper = key
    if (operator === 'lte') range.upper = afterPrefix(key)
  }
  return range
}

/** Throws where Convex would; returns how many steps are `eq`. */
function requireOrder(index: IndexDefinition, steps: readonly Step[]): number {
  const equal = steps.findIndex((step) => step.operator !== 'eq')
  const equalCount = equal === -1 ? steps.length : equal
  const bounds = steps.slice(equalCount)
  for (const [at, step] of steps.entries()) {
    const expected = index.fields[Math.min(at, equalCount)]
    if (step.field !== expected) {
      throw new Error(
        `Incorrect field used in \`withIndex\`, expected "${expected}", got "${step.field}"`,
      )
    }
  }
  const sides = bounds.map((step) => step.operator.slice(0, 2))
  if (sides.includes('eq') || new Set(sides).size !== sides.length) {
    throw new Error(
      `Incorrect operator used in \`withIndex\` on "${index.path}": after \`.eq\` there may be one lower and one upper bound.`,
    )
  }
  return equalCount
}
