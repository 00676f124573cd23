/**
 * What Convex clients say on their WebSocket. The types are those of `browser/sync/protocol.ts` in the
 * `convex` package. Fields that we do not read are left out: newer clients may send more of them.
 */
import * as z from 'zod'
import { parseJson } from '../../lib/parseJson.ts'
import { argsSchema } from '../argsSchema.ts'
import { decodeTimestamp } from './timestamp.ts'

const counterSchema = z.int().nonnegative()

const pathSchema = z.string().max(200)

const connectSchema = z.object({
  type: z.literal('Connect'),
  sessionId: z.uuid(),
  connectionCount: counterSchema,
  /** The client's clock, epoch ms. */
  clientTs: z.number(),
  maxObservedTimestamp: z.string().transform(decodeTimestamp).nullish(),
})

const authenticateSchema = z.discriminatedUnion('tokenType', [
  z.object({
    type: z.literal('Authenticate'),
    tokenType: z.literal('User'),
    value: z.string(),
    baseVersion: counterSchema,
  }),
  z.object({
    type: z.literal('Authenticate'),
    tokenType: z.literal('None'),
    baseVersion: counterSchema,
  }),
  z.object({
    type: z.literal('Authenticate'),
    tokenType: z.literal('Admin'),
    baseVersion: counterSchema,
  }),
])

const addQuerySchema = z.object({
  type: z.literal('Add'),
  queryId: counterSchema,
  udfPath: pathSchema,
  args: argsSchema,
  journal: z.string().nullish(),
})
export type AddQuery = z.infer<typeof addQuerySchema>

const modifyQuerySetSchema = z.object({
  type: z.literal('ModifyQuerySet'),
  baseVersion: counterSchema,
  newVersion: counterSchema,
  modifications: z.array(
    z.discriminatedUnion('type', [
      addQuerySchema,
      z.object({ type: z.literal('Remove'), queryId: counterSchema }),
    ]),
  ),
})

const requestFields = { requestId: counterSchema, udfPath: pathSchema, args: argsSchema }

const clientMessageSchema = z.discriminatedUnion('type', [
  connectSchema,
  authenticateSchema,
  modifyQuerySetSchema,
  z.object({ type: z.literal('Mutation'), ...requestFields }),
  z.object({ type: z.literal('Action'), ...requestFields }),
  z.object({ type: z.literal('Event') }),
])

export type ClientMessage = z.infer<typeof clientMessageSchema>
export type Connect = z.infer<typeof connectSchema>
export type Authenticate = z.infer<typeof authenticateSchema>
export type ModifyQuerySet = z.infer<typeof modifyQuerySetSchema>
export type MutationRequest = Extract<ClientMessage, { type: 'Mutation' }>
export type ActionRequest = Extract<ClientMessage, { type: 'Action' }>

/** Convex takes 16 MiB of arguments; the rest is for what is around them. */
export const MAX_MESSAGE_LENGTH = 16 * 1024 * 1024 + 64 * 1024

/** The message, or one sentence on why there is none. */
export function parseClientMessage(text: string): ClientMessage | string {
  const message = clientMessageSchema.safeParse(parseJson(text))
  return message.data ?? `This message is not understood: ${problemsOf(message.error)}`
}

/** A message can be wrong in thousands of places; who wrote it mends them one by one. */
const PROBLEMS_TOLD = 3

const problemsOf = (error: z.ZodError | undefined): string =>
  (error?.issues ?? [])
    .slice(0, PROBLEMS_TOLD)
    .map(({ path, message }) => `${path.join('.')}: ${message}`)
    .join('; ')
