import { afterEach, expect, test } from 'vitest'
import { type OpenAiSimulator, startOpenAi } from '../../simulators/openai/index.ts'
import { connect, openSocket } from './realtimeClient.ts'

const AT_ONCE = { firstAudioDelayMs: 0, timesRealTime: 10_000 }

let simulator: OpenAiSimulator
afterEach(() => simulator.close())

async function start() {
  simulator = await startOpenAi({ light: true, pace: AT_ONCE, brain: () => ({ say: 'One two.' }) })
  return connect(simulator)
}

function closeCode(socket: ReturnType<typeof openSocket>): Promise<number> {
  return new Promise((resolve) => socket.once('close', resolve))
}

test('drops the socket now', async () => {
  const client = await start()
  const code = closeCode(client.socket)
  simulator.fault({ kind: 'drop' })
  expect(await code).toBe(1006)
  await client.session.closed
  await expect(client.session.next('response.done')).rejects.toThrow('ended')
})

test('drops the socket in the middle of a response', async () => {
  const client = await start()
  simulator.script([{ say: 'One two three four five six seven eight.' }])
  client.session.fault({ kind: 'drop', midResponseMs: 700 })
  const code = closeCode(client.socket)
  client.send({ type: 'response.create' })
  expect(await code).toBe(1006)
  expect(client.types()).not.toContain('response.done')
})

test('falls silent', async () => {
  const client = await start()
  client.session.fault({ kind: 'silent' })
  client.send({ type: 'response.create' })
  await client.session.until(
    (event, { from }) => from === 'client' && event.type === 'response.create',
  )
  expect(client.types().at(-1)).toBe('session.updated')
})

test('answers late', async () => {
  const client = await start()
  client.session.fault({ kind: 'slow', delayMs: 80 })
  const asked = performance.now()
  const done = client.next('response.done')
  client.send({ type: 'response.create' })
  await done
  expect(performance.now() - asked).toBeGreaterThan(78)
})

test('sends an error of any code', async () => {
  const client = await start()
  const error = client.next('error')
  simulator.fault({ kind: 'error', code: 'rate_limit_exceeded', message: 'Slow down.' })
  expect((await error).error).toEqual({
    type: 'server_error',
    code: 'rate_limit_exceeded',
    message: 'Slow down.',
    param: null,
    event_id: null,
  })
})

test('fails the next response only', async () => {
  const client = await start()
  client.session.fault({ kind: 'fail_response', code: 'insufficient_quota' })
  const failed = client.next('response.done')
  client.send({ type: 'response.create' })
  expect((await failed).response).toMatchObject({
    status: 'failed',
    status_details: { type: 'failed', error: { code: 'insufficient_quota' } },
    output: [],
  })
  const done = client.next('response.done')
  client.send({ type: 'response.create' })
  expect((await done).response).toMatchObject({ status: 'completed' })
})

test('ends a session that is too old', async () => {
  simulator = await startOpenAi({ light: true, sessionMs: 150 })
  const client = await connect(simulator)
  const code = closeCode(client.socket)
  const { event } = await client.session.until('error')
  expect(event.error).toMatchObject({ type: 'invalid_request_error', code: 'session_expired' })
  expect(await code).toBe(1001)
})

test('sends what no client can read, and what none knows', async () => {
  const client = await start()
  const frames: string[] = []
  const known = new Promise((resolve) =>
    client.socket.on('message', (data) => {
      frames.push(String(data))
      if (frames.at(-1)?.includes('response.future')) resolve(frames)
    }),
  )
  client.session.fault({ kind: 'malformed' })
  client.session.fault({ kind: 'unknown_event', type: 'response.future' })
  await known
  expect(() => JSON.parse(frames.at(-2) ?? '')).toThrow(SyntaxError)
  expect(JSON.parse(frames.at(-1) ?? '')).toMatchObject({ type: 'response.future' })
})

test('refuses and delays connections by plan', async () => {
  simulator = await startOpenAi({ light: true })
  simulator.nextConnection({ refuse: 503 })
  simulator.nextConnection({ openDelayMs: 60, faults: [{ kind: 'silent' }] })
  const refused = openSocket(simulator)
  refused.on('error', () => {})
  const status = await new Promise((resolve) =>
    refused.once('unexpected-response', (_request, response) => resolve(response.statusCode)),
  )
  expect(status).toBe(503)
  const asked = performance.now()
  const late = openSocket(simulator)
  await new Promise((resolve) => late.once('open', resolve))
  expect(performance.now() - asked).toBeGreaterThan(58)
  const session = await simulator.nextSession()
  expect(session.log.entries).toEqual([])
  expect(simulator.handshakes).toBe(2)
})
