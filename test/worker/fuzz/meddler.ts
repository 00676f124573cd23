/** Stands between the Worker and a model, and lets a test say to the Worker what no model says. */
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { WebSocket, WebSocketServer } from 'ws'

export interface Meddler {
  url: string
  /** Where the model really is. */
  target: string
  /** Says something to the Worker in the session whose settings name `mark`, as if it were the model. */
  say(mark: string, text: string): void
  /** How many sessions name `mark`. */
  sessionsWith(mark: string): number
  close(): void
}

export async function startMeddler(): Promise<Meddler> {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' })
  await once(server, 'listening')
  const sessions: { settings: string; worker: WebSocket }[] = []
  server.on('connection', (worker, { url = '', headers }) => {
    const path = url.replace(/^.*(?=\/realtime)/, '')
    const authorization = headers.authorization ?? ''
    const model = new WebSocket(meddler.target.replace('http', 'ws') + path, {
      headers: { authorization },
    })
    const session = { settings: '', worker }
    sessions.push(session)
    const early: string[] = []
    worker.on('message', (data) => {
      const text = String(data)
      if (text.includes('"session.update"')) session.settings = text
      if (model.readyState === WebSocket.OPEN) model.send(text)
      else early.push(text)
    })
    model.on('open', () => {
      for (const text of early) model.send(text)
    })
    model.on('message', (data) => worker.send(String(data)))
    model.on('close', () => worker.close())
    model.on('error', () => worker.terminate())
    worker.on('close', () => model.terminate())
    worker.on('error', () => worker.terminate())
  })
  const { port } = server.address() as AddressInfo
  const meddler: Meddler = {
    url: `http://127.0.0.1:${port}/v1`,
    target: '',
    say(mark, text) {
      for (const { settings, worker } of sessions) if (settings.includes(mark)) worker.send(text)
    },
    sessionsWith: (mark) => sessions.filter(({ settings }) => settings.includes(mark)).length,
    close() {
      for (const client of server.clients) client.terminate()
      server.close()
    },
  }
  return meddler
}
