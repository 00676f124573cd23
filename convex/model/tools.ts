/** What an agent can do beside talking. */
import * as z from 'zod'
import { oneOf, wholeBetween } from './fields.ts'
import { e164Schema } from './phoneNumber.ts'
import { secretReferenceSchema } from './secret.ts'
import { timeZoneSchema } from './timeZone.ts'
import { destinationSchema } from './transfer.ts'
import { webAddressSchema } from './webAddress.ts'

/** As models want tools named. https://developers.openai.com/api/docs/guides/function-calling */
export const toolNameSchema = z
  .string()
  .trim()
  .regex(/^[a-zA-Z0-9_-]{1,64}$/, 'Use letters, digits, _ and - only, at most 64.')

const sentence = (most: number) =>
  z
    .string()
    .trim()
    .min(1, 'Write a sentence.')
    .max(most, `At most ${most.toLocaleString('en')} characters.`)

/** A JSON Schema of an object, as text: rows cannot hold keys that begin with `$`. */
export const jsonSchemaText = z
  .string()
  .max(16_000, 'At most 16,000 characters.')
  .refine(isObjectSchema, { error: 'Write a JSON Schema of type object.' })
  .default('{"type":"object","properties":{}}')

function isObjectSchema(text: string): boolean {
  try {
    return z.looseObject({ type: z.literal('object') }).safeParse(JSON.parse(text)).success
  } catch {
    return false
  }
}

/** A header of a request; the secret one's value is stored apart. */
export const headerSchema = z.object({
  name: z
    .string()
    .trim()
    .regex(/^[A-Za-z0-9-]{1,100}$/, 'Use letters, digits and - only.'),
  value: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('plain'), text: z.string().max(2000, 'At most 2,000 characters.') }),
    z.object({ kind: z.literal('secret'), secret: secretReferenceSchema }),
  ]),
})
export type Header = z.infer<typeof headerSchema>

export const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const

/** A request of an operator's own that the model may cause. */
export const httpToolSchema = z.object({
  name: toolNameSchema,
  /** Tells the model when to use it. */
  description: sentence(1000),
  parameters: jsonSchemaText,
  method: oneOf(METHODS, 'Choose GET, POST, PUT, PATCH or DELETE.').default('POST'),
  /**
   * With `{name}` in the path where an argument goes. GET and DELETE take the other arguments in the
   * query, the rest as JSON.
   */
  url: webAddressSchema,
  headers: z.array(headerSchema).max(20, 'At most 20 headers.').default([]),
  /** Signs requests (Standard Webhooks); `null`: they are not signed. */
  signingSecret: secretReferenceSchema.nullable().default(null),
  timeoutMs: wholeBetween(500, 60_000, 'ms').default(10_000),
  /** Doing it twice does no harm: it is tried again when it fails, and run again after a restart. */
  repeatable: z.boolean().default(false),
  /** What the agent says when it takes long; '': words of the call's language. */
  filler: z.string().trim().max(200, 'At most 200 characters.').default(''),
})
export type HttpTool = z.infer<typeof httpToolSchema>

/** A tool of an MCP server as it was when an operator allowed it: one that changed is off until then. */
export const allowedToolSchema = z.object({
  name: z.string().min(1).max(200),
  /** Of its description and schema. */
  fingerprint: z.string().min(1).max(100),
  /** What models are told of it, so that no call waits for the server to say so. */
  description: z.string().max(4000).default(''),
  parameters: jsonSchemaText,
})
export type AllowedTool = z.infer<typeof allowedToolSchema>

/** https://modelcontextprotocol.io */
export const mcpServerSchema = z.object({
  /** Goes before the names of its tools. */
  name: toolNameSchema,
  /** Streamable HTTP. */
  url: webAddressSchema,
  auth: z
    .discriminatedUnion('kind', [
      z.object({ kind: z.literal('none') }),
      z.object({ kind: z.literal('bearer'), token: secretReferenceSchema }),
      z.object({
        kind: z.literal('client_credentials'),
        clientId: z.string().trim().min(1, 'Write the client’s id.').max(500),
        clientSecret: secretReferenceSchema,
        scope: z.string().trim().max(500).default(''),
        /** Who gave the client out, and alone is told its secret; '': the server's own origin. */
        issuer: z.union([z.literal(''), webAddressSchema]).default(''),
      }),
    ])
    .default({ kind: 'none' }),
  allowed: z.array(allowedToolSchema).max(64, 'At most 64 tools.').default([]),
  timeoutMs: wholeBetween(500, 60_000, 'ms').default(10_000),
  filler: z.string().trim().max(200, 'At most 200 characters.').default(''),
})
export type McpServer = z.infer<typeof mcpServerSchema>

/** Asked while the phone rings: fills `{{name}}` in instructions and greeting. */
export const lookupSchema = z.object({
  url: webAddressSchema,
  headers: z.array(headerSchema).max(20, 'At most 20 headers.').default([]),
  signingSecret: secretReferenceSchema.nullable().default(null),
})
export type Lookup = z.infer<typeof lookupSchema>

/** What stands in `{{name}}` when the look-up does not tell, or there is none. */
export const variableSchema = z.object({
  name: z
    .string()
    .trim()
    .regex(/^[a-zA-Z_]\w{0,63}$/, 'Use letters, digits and _ only.'),
  fallback: z.string().trim().max(500, 'At most 500 characters.').default(''),
})
export type Variable = z.infer<typeof variableSchema>

/** What tools of an operator's own cannot be called. */
const BUILT_IN = [
  'end_call',
  'send_dtmf',
  'collect_digits',
  'get_current_time',
  'send_sms',
  'hand_off',
  'transfer_to_human',
  'end_chat',
  'hand_over_to_person',
]

/** What the allowed tools of all servers may say of themselves, in characters: an agent is one row. */
const MOST_OF_SERVERS = 200_000

function lengthOf(servers: readonly McpServer[]): number {
  const tools = servers.flatMap(({ allowed }) => allowed)
  return tools.reduce((sum, tool) => sum + tool.description.length + tool.parameters.length, 0)
}

/** Models tell tools apart by their names alone. */
function haveOwnNames(taken: readonly string[]) {
  return (list: readonly { name: string }[], context: z.RefinementCtx): void => {
    const names = new Set(taken)
    for (const [at, { name }] of list.entries()) {
      const message = taken.includes(name)
        ? 'That is the name of a built-in tool.'
        : 'That name is taken.'
      if (names.has(name)) context.addIssue({ code: 'custom', path: [at, 'name'], message })
      names.add(name)
    }
  }
}

export const toolsSchema = z.object({
  /** `end_call` */
  endCall: z.boolean().default(true),
  /** `send_dtmf` */
  sendDtmf: z.boolean().default(false),
  /** `collect_digits` */
  collectDigits: z.boolean().default(false),
  /** `get_current_time`; `null`: it has none. */
  timeZone: timeZoneSchema.nullable().default(null),
  /** `send_sms`; `null`: it sends none. */
  sms: z
    .object({
      /** Who may get one beside the caller. */
      others: z.array(e164Schema).max(50, 'At most 50 numbers.').default([]),
      /** How many a day, of all calls of this agent. */
      perDay: z
        .number('Enter a whole number from 1 to 10,000.')
        .int('Enter a whole number from 1 to 10,000.')
        .min(1, 'Enter a whole number from 1 to 10,000.')
        .max(10_000, 'Enter a whole number from 1 to 10,000.')
        .default(100),
    })
    .nullable()
    .default(null),
  /** `hand_off`: other agents that may go on with the call. */
  handOff: z
    .array(
      z.object({
        agentId: z.string().min(1, 'Choose an agent.'),
        /** Tells the model when. */
        when: sentence(500),
      }),
    )
    .max(16, 'At most 16 agents.')
    .default([]),
  /** `transfer_to_human`: whom callers can be put through to. */
  destinations: z
    .array(destinationSchema)
    .max(20, 'At most 20 destinations.')
    .superRefine(haveOwnNames([]))
    .default([]),
  http: z
    .array(httpToolSchema)
    .max(32, 'At most 32 tools.')
    .superRefine(haveOwnNames(BUILT_IN))
    .default([]),
  mcp: z
    .array(mcpServerSchema)
    .max(8, 'At most 8 servers.')
    .superRefine(haveOwnNames([]))
    .refine((servers) => lengthOf(servers) <= MOST_OF_SERVERS, {
      error: 'The allowed tools describe themselves at too great length: allow fewer.',
    })
    .default([]),
  lookup: lookupSchema.nullable().default(null),
  variables: z.array(variableSchema).max(50, 'At most 50 variables.').default([]),
  /** An agent that promises and does not do it is asked once to. */
  keepsPromises: z.boolean().default(false),
})
export type ToolSettings = z.infer<typeof toolsSchema>
