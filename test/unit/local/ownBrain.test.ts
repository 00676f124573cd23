import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { afterEach, expect, test } from 'vitest'
import * as z from 'zod'
import { openBrain, type OwnBrain } from '../../local/ownBrain.ts'
import { freePort } from '../../local/port.ts'

const closers: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closers.splice(0)) await close()
})

async function serverAt(host: string): Promise<{ server: Server; port: number }> {
  const server = createServer((request, response) => response.end(`Asked for ${request.url}`))
  server.listen(0, host)
  await once(server, 'listening')
  closers.push(() => server.close())
  return { server, port: z.object({ port: z.number() }).parse(server.address()).port }
}

async function opened(url: string, port: number): Promise<OwnBrain> {
  const brain = await openBrain(url, port, () => {})
  closers.push(() => brain.close())
  return brain
}

test('a brain on this machine is asked at the port that the Worker may ask', async () => {
  const { port } = await serverAt('127.0.0.1')
  const allowed = await freePort()
  const brain = await opened(`http://localhost:${port}/agent?of=mine`, allowed)
  expect(brain.url).toBe(`http://127.0.0.1:${allowed}/agent?of=mine`)
  expect(await (await fetch(brain.url)).text()).toBe('Asked for /agent?of=mine')
})

test('a brain elsewhere is asked where it is', async () => {
  const brain = await opened('https://example.com/agent', 1)
  expect(brain.url).toBe('https://example.com/agent')
})

test('the example that ships answers by itself', async () => {
  const printed = Promise.withResolvers<string>()
  const brain = await openBrain('', await freePort(), printed.resolve)
  closers.push(() => brain.close())
  const body = {
    messages: [{ role: 'user', content: 'Hello.' }],
    switchboard: { call: 'CA1', turn: 'one', supersedes: null },
  }
  const response = await fetch(brain.url, { method: 'POST', body: JSON.stringify(body) })
  expect(await response.text()).toContain('[DONE]')
  // It may print later than it answers.
  expect(await printed.promise).toBe('Call CA1, turn one: executed.')
})

test('nobody there, and a port that is taken, are told in a sentence', async () => {
  const nobody = `http://127.0.0.1:${await freePort()}`
  await expect(openBrain(nobody, await freePort(), () => {})).rejects.toThrow(
    `Nothing listens at ${nobody}.`,
  )
  const { port } = await serverAt('127.0.0.1')
  await expect(openBrain(`http://127.0.0.1:${port}`, port, () => {})).rejects.toThrow(
    'does another call with --brain run?',
  )
  await expect(openBrain('', port, () => {})).rejects.toThrow('does another call with --brain run?')
})
