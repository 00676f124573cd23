import type { ServiceAnswer } from '../control/forward.ts'

/** The control service's answer, with nothing of its head but the status. */
export function passedOn({ status, body }: ServiceAnswer): Response {
  const headers = body ? { 'content-type': `${body.type}; charset=utf-8` } : {}
  return new Response(body?.text ?? null, { status, headers })
}
