import { createServer } from 'node:http'
import { afterEach, expect, test } from 'vitest'
import { type WebSocket, WebSocketServer } from 'ws'
import type { LiveMessage } from '../../../convex/model/live.ts'
import { followSocket, type LiveConnection } from '../../../dashboard/features/calls/liveSocket.ts'
import { call, event } from './calls.ts'

const snapshot: LiveMessage = { type: 'snapshot', call, turns: [], events: [] }

const leaving: (() => unknown)[] = []
afterEach(() => leaving.splice(0).forEach((leave) => leave()))

/** A call's object that does to each socket what the script says, one after the other. */
async function startCall(...script: ((socket: WebSocket) => void)[]) {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' })
  const listening = new Promise((resolve) => server.once('listening', resolve))
  let connections = 0
  server.on('connection', (socket) => script[connections++]?.(socket))
  leaving.push(() => server.close())
  await listening
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : 0
  return { url: `ws://127.0.0.1:${port}`, connections: () => connections }
}

/** Follows until the connection is as wanted; what was told on the way. */
async function followUntil(url: string, wanted: LiveConnection, unsure = false) {
  const connections: LiveConnection[] = []
  const messages: LiveMessage[] = []
  await new Promise<void>((resolve) => {
    const leave = followSocket(url, {
      unsure,
      connection: (connection) => {
        connections.push(connection)
        if (connection === wanted) resolve()
      },
      message: (message) => messages.push(message),
    })
    leaving.push(leave)
  })
  return { connections, messages }
}

const tell = (socket: WebSocket, message: unknown) => socket.send(JSON.stringify(message))

test('a call that is over is not asked again', async () => {
  const { url, connections } = await startCall((socket) => {
    tell(socket, snapshot)
    socket.close(1000, 'The call is over.')
  })
  const told = await followUntil(url, 'off')
  expect(told).toEqual({ connections: ['connecting', 'open', 'off'], messages: [snapshot] })
  expect(connections()).toBe(1)
})

test('a lost connection is made again, and begins with a new snapshot', async () => {
  const { url } = await startCall(
    (socket) => socket.terminate(),
    (socket) => {
      tell(socket, snapshot)
      socket.close(1000)
    },
  )
  const told = await followUntil(url, 'off')
  expect(told.connections).toEqual(['connecting', 'open', 'lost', 'open', 'off'])
  expect(told.messages).toEqual([snapshot])
})

test('a message that this page does not know is skipped', async () => {
  const { url } = await startCall((socket) => {
    tell(socket, { type: 'weather', sunny: true })
    tell(socket, snapshot)
    socket.close(1000)
  })
  expect((await followUntil(url, 'off')).messages).toEqual([snapshot])
})

test('of a later release’s snapshot everything is read but the rows that this page does not know', async () => {
  const { url } = await startCall((socket) => {
    const events = [event, { ...event, seq: 5, kind: 'transfer' }]
    socket.send(JSON.stringify({ ...snapshot, events, transfers: [] }))
    socket.close(1000)
  })
  expect((await followUntil(url, 'off')).messages).toEqual([{ ...snapshot, events: [event] }])
})

test('a call that nobody knows is asked for a few times, and then no more', async () => {
  const asked: string[] = []
  const server = createServer()
  server.on('upgrade', ({ url = '' }, socket) => {
    asked.push(url)
    socket.end('HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n')
  })
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  leaving.push(() => server.close())
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : 0
  const told = await followUntil(`ws://127.0.0.1:${port}/live`, 'off', true)
  expect(told.connections).toEqual(['connecting', 'lost', 'lost', 'lost', 'off'])
  expect(asked).toEqual(['/live', '/live', '/live', '/live'])
})
