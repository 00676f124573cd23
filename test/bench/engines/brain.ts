/** A customer's endpoint that answers always the same, in the time that a model takes. */
import { once } from 'node:events'
import { createServer } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import * as z from 'zod'

export interface OwnBrain {
  url: string
  close(): Promise<void>
}

interface Pace {
  firstTokenMs: number
  wholeAnswerMs: number
}

export async function startOwnBrain(answer: string, pace: Pace): Promise<OwnBrain> {
  const words = answer.split(/(?<= )/)
  const stepMs = (pace.wholeAnswerMs - pace.firstTokenMs) / words.length
  const server = createServer((request, response) => {
    const startedAt = performance.now()
    request.resume()
    request.once('end', async () => {
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      for (const [n, content] of words.entries()) {
        await sleep(Math.max(0, startedAt + pace.firstTokenMs + n * stepMs - performance.now()))
        response.write(`data: ${JSON.stringify({ choices: [{ delta: { content } }] })}\n\n`)
      }
      response.end('data: [DONE]\n\n')
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = z.object({ port: z.number() }).parse(server.address())
  return {
    url: `http://127.0.0.1:${port}/`,
    async close() {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}
