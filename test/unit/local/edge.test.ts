import { createServer, type Server } from 'node:http'
import { once } from 'node:events'
import { afterEach, expect, test } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import { freePort } from '../../local/port.ts'
import { type Edge, startEdge } from '../../local/edge.ts'

const closers: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closers.splice(0)) await close()
})

/** A Worker of a few lines: it says how often it was asked, and echoes what a socket says. */
async function startWorker(port: number, answer: (times: number) => string | null) {
  let times = 0
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const piece of request) body += String(piece)
    times += 1
    const text = answer(times)
    // The process is lost before it has answered.
    if (text === null) request.socket.destroy()
    else response.end(`${text} ${request.method} ${request.url} ${body}`)
  })
  const sockets = new WebSocketServer({ server })
  sockets.on('connection', (socket) =>
    socket.on('message', (data) => socket.send(`heard ${String(data)}`)),
  )
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  const stop = () => stopped(server, sockets)
  closers.push(stop)
  return { stop }
}

async function stopped(server: Server, sockets: WebSocketServer): Promise<void> {
  for (const socket of sockets.clients) socket.terminate()
  server.closeAllConnections()
  if (server.listening) await new Promise((resolve) => server.close(resolve))
}

async function newEdge(): Promise<{ edge: Edge; port: number }> {
  const port = await freePort()
  const edge = await startEdge(`http://127.0.0.1:${port}`)
  closers.push(() => edge.close())
  return { edge, port }
}

const post = (edge: Edge, body: string) =>
  fetch(`${edge.url}/twilio/voice`, { method: 'POST', body }).then((response) => response.text())

test('a request waits until somebody accepts it', async () => {
  const { edge, port } = await newEdge()
  const answered = post(edge, 'CallSid=CA1')
  await startWorker(port, () => 'here')
  expect(await answered).toBe('here POST /twilio/voice CallSid=CA1')
})

test('a request whose answer was lost is made again, whole', async () => {
  const { edge, port } = await newEdge()
  await startWorker(port, (times) => (times === 1 ? null : 'again'))
  expect(await post(edge, 'CallSid=CA1')).toBe('again POST /twilio/voice CallSid=CA1')
})

test('a handshake waits, and a socket that was open breaks with its process', async () => {
  const { edge, port } = await newEdge()
  const socket = new WebSocket(edge.url.replace('http', 'ws'))
  const opened = once(socket, 'open')
  const worker = await startWorker(port, () => 'here')
  await opened
  socket.send('hello')
  const [message] = await once(socket, 'message')
  expect(String(message)).toBe('heard hello')
  await Promise.all([once(socket, 'close'), worker.stop()])
})
