import type { WireError } from '../wireErrors.ts'
import type { Performance } from './stream.ts'

export function refuse(
  { response, exchange }: Performance,
  status: number,
  error: WireError,
  retryAfterSec?: number,
): void {
  exchange.end('refused')
  response.writeHead(status, {
    'content-type': 'application/json',
    ...(retryAfterSec !== undefined && { 'retry-after': String(retryAfterSec) }),
  })
  response.end(JSON.stringify({ error }))
}

export function sendHtml({ response, exchange }: Performance): void {
  exchange.end('refused')
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' })
  response.end('<!doctype html><title>Sign in</title><p>Please sign in to the network.</p>')
}
