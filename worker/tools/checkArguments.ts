import { Validator } from '@cfworker/json-schema'
import type { ToolDescription } from '../call/ports.ts'
import { BadArguments } from './BadArguments.ts'

/** So much is told of what is wrong, in characters. */
const TOLD = 500

/**
 * Throws `BadArguments` unless the arguments are as the tool's JSON Schema wants them. Made of no code at
 * run time, which Workers forbid.
 */
export function checkArguments({ parameters }: ToolDescription, args: string): void {
  const value = objectOf(args)
  const { valid, errors } = new Validator(parameters, '2020-12', false).validate(value)
  if (valid) return
  // The first only tells that something within it is wrong.
  const told = errors.filter(({ keyword }) => keyword !== 'properties')
  const lines = (told.length > 0 ? told : errors).map(({ instanceLocation, error }) =>
    `${instanceLocation.replace(/^#\/?/, '')} ${error}`.trim(),
  )
  throw new BadArguments(lines.join('; ').slice(0, TOLD))
}

function objectOf(args: string): object {
  const value = jsonOf(args)
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new BadArguments('they are no JSON object.')
  }
  return value
}

function jsonOf(args: string): unknown {
  try {
    return JSON.parse(args)
  } catch {
    throw new BadArguments('they are not JSON.')
  }
}
