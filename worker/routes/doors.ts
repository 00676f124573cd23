import { Hono } from 'hono'
import type { App } from '../http/app.ts'
import { incomingCall } from './twilio.ts'

/** The doors of other systems of this kind, for those who bring their addresses along. */
export const doors = new Hono<App>()
  .route('/voice', incomingCall)
  .route('/twiml', incomingCall)
  .all('/media', (c) => c.text(STREAMS, 404))
  .all('/media-stream', (c) => c.text(STREAMS, 404))

const STREAMS =
  'Media streams go to /twilio/media: the answer of /twilio/voice names the address of each call.'
