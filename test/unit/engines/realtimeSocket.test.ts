/** The two ways in which the model's socket ends, and the third in which it never began. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { voiceSettingsSchema } from '../../../convex/model/agent.ts'
import { realtimeSettingsSchema } from '../../../convex/model/engines/realtime/settings.ts'
import type { EngineEvent } from '../../../worker/call/events.ts'
import { RealtimeEngine } from '../../../worker/engines/realtime/RealtimeEngine.ts'
import { A_CALL, AN_AGENT, NOWHERE } from '../../fixtures/callBrief.ts'

/** The client's end of a socket, as workerd hands it out. */
class FakeSocket extends EventTarget {
  accepted = false
  closedWith: number | null = null
  readonly sent: string[] = []

  accept(): void {
    this.accepted = true
  }

  send(message: string): void {
    this.sent.push(message)
  }

  close(code: number): void {
    this.closedWith = code
  }
}

const brief = {
  instructions: 'Help.',
  voice: voiceSettingsSchema.parse({}),
  settings: realtimeSettingsSchema.parse({ engine: 'realtime' }),
  tools: [],
  call: A_CALL,
  agent: AN_AGENT,
  outside: NOWHERE,
  direct: null,
  callerHash: async () => 'h',
}
const account = { apiKey: 'sk-test', baseUrl: 'https://api.openai.com/v1' }
const OPEN = { type: 'engine.open', instance: 1, which: 'own', history: [] } as const

let socket = new FakeSocket()
beforeEach(() => {
  socket = new FakeSocket()
  vi.stubGlobal('WebSocket', FakeSocket)
  vi.stubGlobal('fetch', async () => ({ webSocket: socket }))
})
afterEach(() => {
  vi.unstubAllGlobals()
})

function engine() {
  const events: EngineEvent[] = []
  const made = new RealtimeEngine(brief, account, {
    happened: (event) => void events.push(event),
    lineHappened: () => {},
    unreadable: () => {},
  })
  return { made, events }
}

test('one that breaks without a close is lost, once', async () => {
  const { made, events } = engine()
  made.perform(OPEN)
  await vi.waitFor(() => expect(events).toEqual([{ type: 'engine.ready' }]))
  socket.dispatchEvent(new Event('error'))
  socket.dispatchEvent(new CloseEvent('close', { code: 1006 }))
  socket.dispatchEvent(new Event('error'))
  expect(events.slice(1)).toEqual([
    { type: 'engine.lost', cause: 'The connection to OpenAI broke.', retryAfterMs: null },
  ])
})

test('one that opens for an engine that was closed meanwhile is accepted, or it would not close', async () => {
  const { made, events } = engine()
  made.perform(OPEN)
  made.perform({ type: 'engine.close' })
  await vi.waitFor(() => expect(socket.closedWith).toBe(1000))
  expect(socket.accepted).toBe(true)
  expect(socket.sent).toEqual([])
  expect(events).toEqual([])
})
