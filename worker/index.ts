import { Hono } from 'hono'
import type { Bindings } from './config.ts'
import { logFailure } from './lib/log.ts'
import { calls } from './routes/calls.ts'
import { health } from './routes/health.ts'
import { setup } from './routes/setup.ts'
import { twilio } from './routes/twilio.ts'

export { EmbeddedConvex } from './embedded-convex/EmbeddedConvex.ts'
export { CallDirectory } from './objects/CallDirectory.ts'
export { VoiceCallSession } from './objects/VoiceCallSession.ts'

const app = new Hono<{ Bindings: Bindings }>()
  .route('/twilio', twilio)
  .route('/api/calls', calls)
  .route('/api/setup', setup)
  .route('/health', health)
  .onError((error, c) => {
    logFailure('A request failed.', { path: c.req.path }, error)
    return c.json({ error: 'Something went wrong here; the log says more.' }, 500)
  })

export default app
