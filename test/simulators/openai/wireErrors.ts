/**
 * Errors as the service words them.
 * https://platform.openai.com/docs/guides/realtime-conversations#error-handling
 */
import type * as z from 'zod'

export interface WireError {
  type: string
  code: string | null
  message: string
  param: string | null
}

/** An event that is not obeyed, by the client's fault unless `type` says otherwise; the session goes on. */
export class ClientError extends Error {
  readonly code: string | null
  readonly param: string | null
  readonly type: string

  constructor(
    code: string | null,
    message: string,
    param: string | null = null,
    type = 'invalid_request_error',
  ) {
    super(message)
    this.code = code
    this.param = param
    this.type = type
  }

  wire(): WireError {
    const { type, code, message, param } = this
    return { type, code, message, param }
  }
}

type Issue = z.core.$ZodIssue

/** The first thing wrong with a client event, in the service's words. */
export function fromIssues(issues: readonly Issue[], input: unknown): ClientError {
  const issue = issues[0]
  if (!issue) return new ClientError('invalid_value', 'Invalid event.')
  if (issue.code === 'invalid_union') return fromUnion(issue, input)
  const param = paramOf(issue.path)
  switch (issue.code) {
    case 'unrecognized_keys': {
      const name = paramOf([...issue.path, issue.keys[0] ?? ''])
      return new ClientError('unknown_parameter', `Unknown parameter: '${name}'.`, name)
    }
    case 'invalid_type':
      return wrongType(issue, valueAt(input, issue.path), param)
    case 'too_big':
    case 'too_small':
      return outOfRange(issue, param)
    case 'invalid_value': {
      const value = valueAt(input, issue.path)
      if (value === undefined) return missing(param)
      const allowed = issue.values.map((allowed) => `'${String(allowed)}'`).join(', ')
      const message = `Invalid value: '${show(value)}'. Supported values are: ${allowed}.`
      return new ClientError('invalid_value', message, param)
    }
    default:
      return new ClientError('invalid_value', `Invalid '${param}': ${issue.message}`, param)
  }
}

/** An unknown discriminator, or the alternative of a plain union that the value got furthest in. */
function fromUnion(issue: z.core.$ZodIssueInvalidUnion, input: unknown): ClientError {
  const param = paramOf(issue.path)
  const value = valueAt(input, issue.path)
  if (value === undefined) return missing(param)
  const alternatives = issue.errors.filter((issues) => issues.length > 0)
  const furthest = alternatives.toSorted((a, b) => depthOf(b) - depthOf(a))[0]
  if (!furthest) {
    return new ClientError('invalid_value', `Invalid value: '${show(value)}'.`, param)
  }
  const inside = furthest.map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] }))
  return fromIssues(inside, input)
}

function depthOf(issues: readonly Issue[]): number {
  return Math.max(...issues.map((issue) => issue.path.length))
}

function missing(param: string): ClientError {
  const message = `Missing required parameter: '${param}'.`
  return new ClientError('missing_required_parameter', message, param)
}

function wrongType(issue: z.core.$ZodIssueInvalidType, value: unknown, param: string): ClientError {
  if (value === undefined) return missing(param)
  const expected = issue.expected === 'int' ? 'integer' : issue.expected
  const message = `Invalid type for '${param}': expected ${article(expected)}, but got ${kindOf(value)} instead.`
  return new ClientError('invalid_type', message, param)
}

function outOfRange(
  issue: z.core.$ZodIssueTooBig | z.core.$ZodIssueTooSmall,
  param: string,
): ClientError {
  const origin =
    issue.origin === 'number' ? 'decimal' : issue.origin === 'int' ? 'integer' : issue.origin
  const measure = origin === 'string' || origin === 'array' ? 'length' : 'value'
  const [side, limit] =
    issue.code === 'too_big'
      ? (['above_max', `at most ${issue.maximum}`] as const)
      : (['below_min', `at least ${issue.minimum}`] as const)
  const message = `Invalid '${param}': ${origin} ${measure} out of range. Expected ${limit}.`
  return new ClientError(`${origin}_${side}_${measure}`, message, param)
}

/** `session.tools[0].name`, as the service writes paths. */
function paramOf(path: readonly PropertyKey[]): string {
  return path.reduce<string>((written, key) => {
    if (typeof key === 'number') return `${written}[${key}]`
    return written ? `${written}.${String(key)}` : String(key)
  }, '')
}

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  let value = input
  for (const key of path) {
    if (typeof value !== 'object' || value === null) return undefined
    value = Reflect.get(value, key)
  }
  return value
}

function show(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}

function article(kind: string): string {
  return /^[aeiou]/.test(kind) ? `an ${kind}` : `a ${kind}`
}

function kindOf(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'an array'
  if (typeof value === 'number') return Number.isInteger(value) ? 'an integer' : 'a decimal number'
  return article(typeof value)
}
