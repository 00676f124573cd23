/** Functions by the names that clients call them: `agents:list` is `list` of the module `agents`. */
import type { Value } from 'convex/values'
import * as z from 'zod'
import { NotSupported } from './unsupported.ts'
import { type ValidatorJson, validatorSchema } from './validator.ts'

type Returned = Value | undefined | Promise<Value | undefined>

export type FunctionKind = 'query' | 'mutation'

export interface HostedFunction {
  kind: FunctionKind
  args: ValidatorJson
  /** `null`: anything may be returned. */
  returns: ValidatorJson | null
  handler(ctx: unknown, args: Value): Returned
}

/** What `query({…})`, `mutation({…})` and `internalMutation({…})` of `convex/server` return. */
interface RegisteredFunction {
  isPublic?: true
  isInternal?: true
  isQuery?: true
  isMutation?: true
  exportArgs(): string
  exportReturns(): string
  _handler(ctx: unknown, args: Value): Returned
}

/** The functions of some modules. */
export class Functions {
  readonly #hosted = new Map<string, HostedFunction>()
  readonly #internal = new Map<string, HostedFunction>()

  /** Throws when one of them is of a kind that this host does not run. */
  constructor(modules: Record<string, object>) {
    for (const [module, exported] of Object.entries(modules)) {
      for (const [name, value] of Object.entries(exported)) {
        const path = `${module}:${name}`
        requireKnownKind(path, value)
        if (!isRegistered(value)) continue
        const functions = value.isPublic ? this.#hosted : this.#internal
        functions.set(path, hostedFunction(value))
      }
    }
  }

  at(path: string): HostedFunction | null {
    return this.#hosted.get(path) ?? null
  }

  /** One that no client can call. */
  internalAt(path: string): HostedFunction | null {
    return this.#internal.get(path) ?? null
  }

  get paths(): string[] {
    return [...this.#hosted.keys()]
  }
}

/** What cannot be honoured is seen when the host starts, and not when somebody calls it. */
function requireKnownKind(path: string, value: unknown): void {
  if (typeof value !== 'function') return
  for (const [flag, kind] of [
    ['isAction', 'actions'],
    ['isHttp', 'HTTP actions'],
  ] as const) {
    if (Reflect.get(value, flag)) throw new NotSupported(`${kind} (${path})`)
  }
}

function hostedFunction(registered: RegisteredFunction): HostedFunction {
  return {
    kind: registered.isMutation ? 'mutation' : 'query',
    args: validatorSchema.parse(JSON.parse(registered.exportArgs())),
    returns: validatorSchema.nullable().parse(JSON.parse(registered.exportReturns())),
    handler: (ctx, args) => registered._handler(ctx, args),
  }
}

const registeredShape = z.object({
  isQuery: z.literal(true).optional(),
  isMutation: z.literal(true).optional(),
  isPublic: z.literal(true).optional(),
  isInternal: z.literal(true).optional(),
})
const FLAGS = registeredShape.keyof().options

function isRegistered(value: unknown): value is RegisteredFunction {
  if (typeof value !== 'function') return false
  const methods = ['_handler', 'exportArgs', 'exportReturns']
  const flags = Object.fromEntries(
    FLAGS.map((flag): [string, unknown] => [flag, Reflect.get(value, flag)]),
  )
  return (
    methods.every((method) => typeof Reflect.get(value, method) === 'function') &&
    (flags['isPublic'] ?? flags['isInternal']) === true &&
    registeredShape.safeParse(flags).success
  )
}
