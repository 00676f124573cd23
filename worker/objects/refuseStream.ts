import { logWarning } from '../lib/log.ts'

export function refuseStream(url: string): Response {
  const why = 'This call expects no stream.'
  logWarning('Refused a media stream.', { why, url })
  return new Response(why, { status: 403 })
}
