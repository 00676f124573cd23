import * as z from 'zod'
import { EXPECTATIONS, type Expectation } from './facts.ts'
import { type Settings, settingsSchema } from './schema.ts'
import { UNFIT } from './values.ts'

export interface Parsed<Values> {
  settings: Values
  /** What was given and is usable. */
  given: ReadonlySet<string>
  /** One sentence for each value that is not usable: what it is, what it should be, an example. */
  wrong: string[]
}

export function parseSettings(env: Record<string, unknown>): Parsed<Settings> {
  return parseBy(settingsSchema, EXPECTATIONS, env)
}

/**
 * Each setting is parsed by itself, so that a wrong one, which counts as not set, does not take the
 * others with it. An empty value counts as not set.
 */
export function parseBy<Shape extends z.ZodRawShape>(
  schema: z.ZodObject<Shape>,
  expectations: Readonly<Record<string, Expectation>>,
  env: Record<string, unknown>,
): Parsed<z.output<z.ZodObject<Shape>>> {
  const usable: Record<string, unknown> = {}
  const wrong: string[] = []
  for (const [name, one] of Object.entries(schema.shape)) {
    // What stands unquoted in a configuration file may be a number or a boolean.
    const value = String(env[name] ?? '')
    if (value.trim() === '') continue
    const result = z.safeParse(one, value)
    if (result.success) usable[name] = value
    else wrong.push(complaint(name, value, expectations[name], result.error))
  }
  return { settings: schema.parse(usable), given: new Set(Object.keys(usable)), wrong }
}

function complaint(
  name: string,
  value: string,
  expectation: Expectation | undefined,
  { issues: [issue] }: z.core.$ZodError,
): string {
  const { secret = true, expected = 'something else', example = '' } = expectation ?? {}
  const why = issue?.code === 'custom' && issue.message !== UNFIT ? `${issue.message}. It` : 'it'
  const what =
    secret || looksSecret(value) ? 'has a value that is not shown here' : `is “${shown(value)}”`
  return `${name} ${what}: ${why} must be ${expected}, for example ${example}`
}

/** Somebody may have put a key where it does not belong. */
function looksSecret(value: string): boolean {
  return /^(sk|ek|whsec|SK)[-_]?\w/.test(value.trim()) || /^[\w+/=-]{24,}$/.test(value.trim())
}

/** What is long tells no more, and addresses may carry a login. */
function shown(value: string): string {
  const text = withoutLogin(value)
  return text.length > 80 ? `${text.slice(0, 80)}…` : text
}

export function withoutLogin(value: string): string {
  return value.replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/@]*@/i, '$1')
}
