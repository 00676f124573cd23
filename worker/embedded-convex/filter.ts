/** `q.and(q.eq(q.field('status'), …))` of `filter`, as functions of a document. */
import { compareValues, type Value } from 'convex/values'
import { fieldAt, type StoredDocument } from './document.ts'

/** Something that has a value for each document. */
export class Expression {
  readonly evaluate: (document: StoredDocument) => Value | undefined

  constructor(evaluate: (document: StoredDocument) => Value | undefined) {
    this.evaluate = evaluate
  }
}
type Operand = Expression | Value | undefined

const valueOf = (operand: Operand, document: StoredDocument): Value | undefined =>
  operand instanceof Expression ? operand.evaluate(document) : operand

const comparison = (holds: (order: number) => boolean) => (left: Operand, right: Operand) =>
  new Expression((document) =>
    holds(compareValues(valueOf(left, document), valueOf(right, document))),
  )

const arithmetic =
  (ofNumbers: (a: number, b: number) => number, ofBigints: (a: bigint, b: bigint) => bigint) =>
  (left: Operand, right: Operand) =>
    new Expression((document) => {
      const [a, b] = [valueOf(left, document), valueOf(right, document)]
      if (typeof a === 'number' && typeof b === 'number') return ofNumbers(a, b)
      if (typeof a === 'bigint' && typeof b === 'bigint') return ofBigints(a, b)
      throw new Error('Arithmetic in a filter needs two numbers of the same kind.')
    })

export const filterBuilder = {
  eq: comparison((order) => order === 0),
  neq: comparison((order) => order !== 0),
  lt: comparison((order) => order < 0),
  lte: comparison((order) => order <= 0),
  gt: comparison((order) => order > 0),
  gte: comparison((order) => order >= 0),
  add: arithmetic(
    (a, b) => a + b,
    (a, b) => a + b,
  ),
  sub: arithmetic(
    (a, b) => a - b,
    (a, b) => a - b,
  ),
  mul: arithmetic(
    (a, b) => a * b,
    (a, b) => a * b,
  ),
  div: arithmetic(
    (a, b) => a / b,
    (a, b) => a / b,
  ),
  mod: arithmetic(
    (a, b) => a % b,
    (a, b) => a % b,
  ),
  neg: (operand: Operand) =>
    new Expression((document) => {
      const value = valueOf(operand, document)
      if (typeof value === 'number' || typeof value === 'bigint') return -value
      throw new Error('Arithmetic in a filter needs a number.')
    }),
  and: (...operands: Operand[]) =>
    new Expression((document) => operands.every((operand) => valueOf(operand, document) === true)),
  or: (...operands: Operand[]) =>
    new Expression((document) => operands.some((operand) => valueOf(operand, document) === true)),
  not: (operand: Operand) => new Expression((document) => valueOf(operand, document) !== true),
  field: (path: string) => new Expression((document) => fieldAt(document, path)),
}

export type FilterBuilder = typeof filterBuilder

export type Predicate = (document: StoredDocument) => boolean

export function predicateOf(filter: (q: FilterBuilder) => Operand): Predicate {
  const operand = filter(filterBuilder)
  return (document) => valueOf(operand, document) === true
}
