/** `q.and(q.eq(q.field('status'), …))` of `filter`, as functions of a document. */
import { compareValues, convexToJson, type Value } from 'convex/values'
import { fieldAt, type StoredDocument } from './document.ts'

/** Something that has a value for each document. */
export class Expression {
  readonly evaluate: (document: StoredDocument) => Value | undefined
  /** The same for the same expression. */
  readonly text: string

  constructor(text: string, evaluate: (document: StoredDocument) => Value | undefined) {
    this.text = text
    this.evaluate = evaluate
  }
}
type Operand = Expression | Value | undefined

const valueOf = (operand: Operand, document: StoredDocument): Value | undefined =>
  operand instanceof Expression ? operand.evaluate(document) : operand

function textOf(operand: Operand): string {
  if (operand instanceof Expression) return operand.text
  return operand === undefined ? 'undefined' : JSON.stringify(convexToJson(operand))
}

const textOfCall = (name: string, operands: readonly Operand[]): string =>
  `${name}(${operands.map(textOf).join()})`

/** Convex takes nothing else for true or false, so that a slip does not hide rows. */
function booleanOf(operand: Operand, document: StoredDocument): boolean {
  const value = valueOf(operand, document)
  if (typeof value === 'boolean') return value
  throw new Error(`A filter has to be a boolean, not \`${textOf(operand)}\`.`)
}

const comparison =
  (name: string, holds: (order: number) => boolean) => (left: Operand, right: Operand) =>
    new Expression(textOfCall(name, [left, right]), (document) =>
      holds(compareValues(valueOf(left, document), valueOf(right, document))),
    )

const arithmetic =
  (
    name: string,
    ofNumbers: (a: number, b: number) => number,
    ofBigints: (a: bigint, b: bigint) => bigint,
  ) =>
  (left: Operand, right: Operand) =>
    new Expression(textOfCall(name, [left, right]), (document) => {
      const [a, b] = [valueOf(left, document), valueOf(right, document)]
      if (typeof a === 'number' && typeof b === 'number') return ofNumbers(a, b)
      if (typeof a === 'bigint' && typeof b === 'bigint') return ofBigints(a, b)
      throw new Error('Arithmetic in a filter needs two numbers of the same kind.')
    })

const filterBuilder = {
  eq: comparison('eq', (order) => order === 0),
  neq: comparison('neq', (order) => order !== 0),
  lt: comparison('lt', (order) => order < 0),
  lte: comparison('lte', (order) => order <= 0),
  gt: comparison('gt', (order) => order > 0),
  gte: comparison('gte', (order) => order >= 0),
  add: arithmetic(
    'add',
    (a, b) => a + b,
    (a, b) => a + b,
  ),
  sub: arithmetic(
    'sub',
    (a, b) => a - b,
    (a, b) => a - b,
  ),
  mul: arithmetic(
    'mul',
    (a, b) => a * b,
    (a, b) => a * b,
  ),
  div: arithmetic(
    'div',
    (a, b) => a / b,
    (a, b) => a / b,
  ),
  mod: arithmetic(
    'mod',
    (a, b) => a % b,
    (a, b) => a % b,
  ),
  neg: (operand: Operand) =>
    new Expression(textOfCall('neg', [operand]), (document) => {
      const value = valueOf(operand, document)
      if (typeof value === 'number' || typeof value === 'bigint') return -value
      throw new Error('Arithmetic in a filter needs a number.')
    }),
  and: (...operands: Operand[]) =>
    new Expression(textOfCall('and', operands), (document) =>
      operands.every((operand) => booleanOf(operand, document)),
    ),
  or: (...operands: Operand[]) =>
    new Expression(textOfCall('or', operands), (document) =>
      operands.some((operand) => booleanOf(operand, document)),
    ),
  not: (operand: Operand) =>
    new Expression(textOfCall('not', [operand]), (document) => !booleanOf(operand, document)),
  field: (path: string) =>
    new Expression(textOfCall('field', [path]), (document) => fieldAt(document, path)),
}

export type FilterBuilder = typeof filterBuilder

export interface Predicate {
  holds(document: StoredDocument): boolean
  /** The same for the same filter. */
  text: string
}

export function predicateOf(filter: (q: FilterBuilder) => Operand): Predicate {
  const operand = filter(filterBuilder)
  return { text: textOf(operand), holds: (document) => booleanOf(operand, document) }
}
