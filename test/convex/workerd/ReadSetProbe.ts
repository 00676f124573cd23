import { DurableObject } from 'cloudflare:workers'
import { convexToJson, type JSONValue, jsonToConvex } from 'convex/values'
import { z } from 'zod'
import { touches, type WriteSet } from '../../../worker/embedded-convex/accessLog.ts'
import { readCatalog } from '../../../worker/embedded-convex/catalog.ts'
import { FunctionHost, type QueryOutcome } from '../../../worker/embedded-convex/FunctionHost.ts'
import { Functions } from '../../../worker/embedded-convex/registry.ts'
import * as probes from '../probe/probes.ts'
import schema from '../probe/schema.ts'

const jsonSchema: z.ZodType<JSONValue> = z.json()
const callSchema = z.object({ path: z.string(), args: jsonSchema })
const scriptSchema = z.object({ queries: z.array(callSchema), mutations: z.array(callSchema) })
type Call = z.infer<typeof callSchema>

/** Says after each mutation which queries would now answer otherwise, and which the host would run again. */
export class ReadSetProbe extends DurableObject {
  readonly #host = new FunctionHost(
    this.ctx.storage,
    readCatalog(schema),
    new Functions({ probes }),
  )
  #writes: WriteSet = new Map()

  override async fetch(request: Request): Promise<Response> {
    const { queries, mutations } = scriptSchema.parse(await request.json())
    this.#host.onCommit(({ writes }) => {
      this.#writes = writes
    })
    const steps = []
    for (const mutation of mutations) {
      const before = await Promise.all(queries.map((query) => this.#ask(query)))
      await this.#host.mutation(callOf(mutation))
      const after = await Promise.all(queries.map((query) => this.#ask(query)))
      steps.push(
        before.map((outcome, at) => ({
          changed: shown(outcome) !== shown(after[at]),
          touched: touches(outcome.reads, this.#writes),
        })),
      )
    }
    return Response.json(steps)
  }

  #ask(query: Call): Promise<QueryOutcome> {
    return this.#host.snapshot((snapshot) => snapshot.query(callOf(query), { endCursor: null }))
  }
}

const callOf = ({ path, args }: Call) => ({ path, args: jsonToConvex(args), identity: null })

function shown(outcome: QueryOutcome | undefined): string {
  if (!outcome || 'error' in outcome.result) throw new Error('A query of the script failed.')
  return JSON.stringify(convexToJson(outcome.result.value))
}
