/** Writes an answer at its pace, as far as its fault lets it, and while somebody listens. */
import type { ServerResponse } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import type { Exchange } from './exchange.ts'
import type { TextFault, TextPace } from './faults.ts'

/** One server-sent event. */
export interface Streamed {
  /** It carries a piece of the answer. */
  isDelta: boolean
  /** Its name; without one it is a plain `data:`. */
  event?: string
  data: string
}

export interface Performance {
  response: ServerResponse
  exchange: Exchange
  pace: TextPace
  /** Thinking time beside the pace's. */
  delayMs: number
  fault: TextFault | undefined
}

/** Never ends. */
const FOREVER_MS = 2 ** 31 - 1

/** Fires when the client has gone before the answer's end. */
export function goneSignal({ response, exchange }: Performance): AbortSignal {
  const gone = new AbortController()
  const leave = () => {
    if (response.writableFinished) return
    exchange.end('client_gone')
    gone.abort()
  }
  if (response.closed) leave()
  else response.once('close', leave)
  return gone.signal
}

export async function stream(events: readonly Streamed[], show: Performance): Promise<void> {
  const { response, exchange, pace, fault } = show
  const gone = goneSignal(show)
  response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' })
  response.flushHeaders()
  const deltas = events.filter(({ isDelta }) => isDelta).length
  const betweenMs = Math.max(0, pace.wholeMs - pace.firstTokenMs) / Math.max(1, deltas - 1)
  await pause(show.delayMs + (deltas === 0 ? pace.wholeMs : 0), gone)
  if (fault?.kind === 'garble') response.write('data: {"type":\n\n')
  for (const one of events) {
    if (one.isDelta) {
      await pause(exchange.deltas === 0 ? pace.firstTokenMs : betweenMs, gone)
      if (fault?.kind === 'stall' && exchange.deltas >= fault.afterDeltas) {
        await pause(FOREVER_MS, gone)
      }
      if (fault?.kind === 'cut' && exchange.deltas >= fault.afterDeltas) return cut(show)
      exchange.deltas += 1
    }
    response.write(`${one.event ? `event: ${one.event}\n` : ''}data: ${one.data}\n\n`)
  }
  response.end(() => exchange.end('answered'))
}

/** Rejects when the client has gone. */
async function pause(ms: number, gone: AbortSignal): Promise<void> {
  await wait(ms, undefined, { signal: gone, ref: ms < FOREVER_MS })
}

function cut({ response, exchange }: Performance): void {
  exchange.end('broken')
  response.socket?.destroy()
}

/** The answer in one JSON, when all of it is there. */
export async function sendWhole(body: unknown, show: Performance): Promise<void> {
  const { response, exchange, pace } = show
  await pause(show.delayMs + pace.wholeMs, goneSignal(show))
  response.writeHead(200, { 'content-type': 'application/json' })
  response.end(JSON.stringify(body), () => exchange.end('answered'))
}
