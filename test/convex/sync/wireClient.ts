/** A client that speaks the protocol by hand, to say what the unmodified client never says. */
import { onTestFinished } from 'vitest'
import * as z from 'zod'

const messageSchema = z.looseObject({ type: z.string() })
export type WireMessage = z.infer<typeof messageSchema>

export interface WireClient {
  send(message: object): void
  sendText(text: string): void
  /** The next message of a type, past all others. */
  next(type: string): Promise<WireMessage>
  /** How the server closed. */
  closed: Promise<{ code: number; reason: string }>
  close(): void
}

export async function openWire(url: string): Promise<WireClient> {
  const socket = new WebSocket(`${url.replace(/^http/, 'ws')}/api/1.48.0/sync`)
  onTestFinished(() => socket.close())
  const received: WireMessage[] = []
  let notify: (() => void) | undefined
  socket.addEventListener('message', ({ data }) => {
    received.push(messageSchema.parse(JSON.parse(z.string().parse(data))))
    notify?.()
  })
  const closed = new Promise<{ code: number; reason: string }>((resolve) => {
    socket.addEventListener('close', ({ code, reason }) => resolve({ code, reason }))
  })
  await new Promise((resolve, reject) => {
    socket.addEventListener('open', resolve)
    socket.addEventListener('error', () => reject(new Error('The server refused the socket.')))
  })
  return {
    send: (message) => socket.send(JSON.stringify(message)),
    sendText: (text) => socket.send(text),
    next: async (type) => {
      for (;;) {
        const message = received.shift()
        if (message?.type === type) return message
        if (!message) await new Promise<void>((resolve) => (notify = resolve))
      }
    },
    closed,
    close: () => socket.close(),
  }
}

export const connect = (sessionId: string, more: object = {}) => ({
  type: 'Connect',
  sessionId,
  connectionCount: 0,
  lastCloseReason: 'InitialConnect',
  clientTs: Date.now(),
  ...more,
})

export const authenticate = (baseVersion: number, value: string | null = 'a token') => ({
  type: 'Authenticate',
  baseVersion,
  ...(value === null ? { tokenType: 'None' } : { tokenType: 'User', value }),
})

export const mutation = (requestId: number, udfPath: string, args: object) => ({
  type: 'Mutation',
  requestId,
  udfPath,
  args: [args],
})

export const addQueries = (baseVersion: number, ...queries: [udfPath: string, args: object][]) => ({
  type: 'ModifyQuerySet',
  baseVersion,
  newVersion: baseVersion + 1,
  modifications: queries.map(([udfPath, args], index) => ({
    type: 'Add',
    queryId: baseVersion * 10_000 + index,
    udfPath,
    args: [args],
  })),
})
