/**
 * A phone in another process calls the connector over a socket: its sound goes both ways in binary messages,
 * and all else as JSON.
 */
import type { WebSocket } from 'ws'
import * as z from 'zod'
import type { SipLine } from '../../lib/sip.ts'

/** Where the simulator takes such phones: `?to=…&from=…`. No path of OpenAI's. */
export const PHONE_PATH = '/simulated-sip-phone'

/** What the phone tells. */
const phoneMessageSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('key'), digit: z.string() }),
  /** So many sounds of the other side were played. */
  z.object({ type: z.literal('played') }),
  z.object({ type: z.literal('referred'), status: z.int() }),
])
export type PhoneMessage = z.infer<typeof phoneMessageSchema>

/** What the phone is told. */
export const lineMessageSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('placed'), callId: z.string() }),
  /** The final answer to the INVITE. */
  z.object({ type: z.literal('decided'), status: z.int() }),
  z.object({ type: z.literal('fall_silent') }),
  z.object({ type: z.literal('refer'), target: z.string() }),
])
export type LineMessage = z.infer<typeof lineMessageSchema>

/** The line to a phone behind a socket, which ends as the socket does. */
export function remoteLine(socket: WebSocket): SipLine {
  const over = new AbortController()
  const tell = (message: LineMessage): void => socket.send(JSON.stringify(message))
  const playing: (() => void)[] = []
  let hear: ((audio: Uint8Array) => void) | null = null
  let press: ((digit: string) => void) | null = null
  let referred: ((status: number) => void) | null = null
  socket.on('error', () => socket.terminate())
  socket.on('close', () => over.abort())
  socket.on('message', (data: Buffer, isBinary) => {
    if (isBinary) return hear?.(new Uint8Array(data))
    const message = phoneMessageSchema.safeParse(JSON.parse(data.toString())).data
    if (message?.type === 'key') press?.(message.digit)
    if (message?.type === 'played') playing.shift()?.()
    if (message?.type === 'referred') referred?.(message.status)
  })
  return {
    over: over.signal,
    onAudio: (listener) => (hear = listener),
    onKey: (listener) => (press = listener),
    say(audio) {
      socket.send(audio)
      return new Promise((resolve) => playing.push(resolve))
    },
    fallSilent: () => tell({ type: 'fall_silent' }),
    ringing: () => {},
    bye: () => socket.close(1000),
    refer(target) {
      tell({ type: 'refer', target })
      return new Promise((resolve) => (referred = resolve))
    },
  }
}
