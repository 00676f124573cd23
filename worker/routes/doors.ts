import { Hono } from 'hono'
import type { App } from '../http/app.ts'
import { incomingCall } from './twilio.ts'

/** The doors of other systems of this kind, for those who bring their addresses along. */
export const doors = new Hono<App>()
  .route('/voice', incomingCall)
  .route('/twiml', incomingCall)
  .all('/media', (c) => c.text(STREAMS, 404))
  .all('/media-stream', (c) => c.text(STREAMS, 404))
  .all('/control/calls/:callSid/hangup', (c) => c.text(HANG_UP, 404))
  .all('/control/calls/:callSid/transfer', (c) => c.text(NO_TRANSFER, 404))

const STREAMS =
  'Media streams go to /twilio/media: the answer of /twilio/voice names the address of each call.'
const HANG_UP =
  'An operator ends a call by POST /api/calls/{callSid}/end, or on its page in the dashboard.'
const NO_TRANSFER =
  'Calls are not transferred yet: an agent that cannot go on dials its fallback number.'
