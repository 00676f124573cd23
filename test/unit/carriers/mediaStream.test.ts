/** What a stream does that is none, or is no longer one. */
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import * as z from 'zod'
import type { CarrierEvent } from '../../../worker/call/events.ts'
import type { Carrier, CarrierListener } from '../../../worker/call/ports.ts'

/** The server's end of a socket. */
class Socket extends EventTarget {
  readonly closed: { code: number; reason: string }[] = []

  accept(): void {}
  send(): void {}
  close(code: number, reason: string): void {
    this.closed.push({ code, reason })
  }
}

type Stream = new (socket: Socket, listener: CarrierListener) => Carrier

// The socket is workerd's, which this program does not know: the class is typed by another one.
const file = join(fileURLToPath(new URL('../../..', import.meta.url)), 'worker/carriers/twilio')
const { MediaStream } = z
  .object({ MediaStream: z.custom<Stream>((value) => typeof value === 'function') })
  .parse({ ...(await import(join(file, 'MediaStream.ts'))) })

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

function open() {
  const socket = new Socket()
  const happened: CarrierEvent[] = []
  const heard: string[] = []
  const unreadable = vi.fn<() => void>()
  const carrier = new MediaStream(socket, {
    admit: () => true,
    hear: (payload) => heard.push(payload),
    happened: (event) => happened.push(event),
    unreadable,
  })
  const says = (data: string) => socket.dispatchEvent(new MessageEvent('message', { data }))
  return { socket, carrier, happened, heard, unreadable, says }
}

const start = (mediaFormat: object = {}) =>
  JSON.stringify({
    event: 'start',
    start: {
      streamSid: 'MZ1',
      callSid: 'CA1',
      mediaFormat: { encoding: 'audio/x-mulaw', sampleRate: 8000, channels: 1, ...mediaFormat },
    },
  })
const media = (timestamp: string, payload = '//8=') =>
  `{"event":"media","media":{"track":"inbound","timestamp":"${timestamp}","payload":"${payload}"}}`

test('a stream that never says whose it is, is closed after ten seconds', () => {
  const { socket, happened, says } = open()
  says('{"event":"connected"}')
  vi.advanceTimersByTime(9_999)
  expect(socket.closed).toEqual([])
  vi.advanceTimersByTime(1)
  expect(socket.closed).toEqual([{ code: 1008, reason: 'the stream did not start' }])
  expect(happened).toEqual([])
})

test('one that has started is not', () => {
  const { socket, happened, says } = open()
  says(start())
  vi.advanceTimersByTime(10_000)
  expect(socket.closed).toEqual([])
  expect(happened[0]).toEqual({ type: 'carrier.started' })
})

test.each([{ encoding: 'audio/x-alaw' }, { sampleRate: 16_000 }, { channels: 2 }])(
  'a stream of another format is closed: %j',
  (format) => {
    const { socket, happened, unreadable, says } = open()
    says(start(format))
    expect(socket.closed).toEqual([
      { code: 1003, reason: 'the start of the stream is not understood' },
    ])
    expect(unreadable).toHaveBeenCalledOnce()
    expect(happened).toEqual([])
  },
)

test('a socket that breaks without a close has broken, once', () => {
  const { socket, happened, says } = open()
  says(start())
  socket.dispatchEvent(new Event('error'))
  socket.dispatchEvent(new Event('close'))
  expect(happened.slice(1)).toEqual([{ type: 'carrier.lost', detail: 'The media stream broke.' }])
})

test('a frame of no possible time is heard, and the next ones as well', () => {
  const { heard, says } = open()
  says(start())
  for (const timestamp of ['0', '1e999', '40']) says(media(timestamp))
  expect(heard).toEqual(['//8=', '//8=', '//8='])
})

test('what is no base64 is not passed on', () => {
  const { heard, unreadable, says } = open()
  says(start())
  says(media('0', String.raw`//\\8=`))
  expect(heard).toEqual([])
  expect(unreadable).toHaveBeenCalledOnce()
})

test('silence is filled in no longer once what hears it finds the end of speech', () => {
  const socket = new Socket()
  let silent = 0
  const carrier: Carrier = new MediaStream(socket, {
    admit: () => true,
    hear: () => {
      silent += 1
      if (silent === 5) carrier.perform({ type: 'carrier.fill_pauses', fill: false })
    },
    happened: () => {},
    unreadable: () => {},
  })
  socket.dispatchEvent(new MessageEvent('message', { data: start() }))
  carrier.perform({ type: 'carrier.fill_pauses', fill: true })
  vi.advanceTimersByTime(600)
  const filled = silent
  expect(filled).toBeGreaterThanOrEqual(5)
  vi.advanceTimersByTime(5_000)
  expect(silent).toBe(filled)
})
