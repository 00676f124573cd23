import { Hono } from 'hono'
import type { Bindings } from './config.ts'
import { securityHeaders } from './http/securityHeaders.ts'
import { logFailure } from './lib/log.ts'
import { calls } from './routes/calls.ts'
import { dashboard } from './routes/dashboard.ts'
import { health } from './routes/health.ts'
import { setup } from './routes/setup.ts'
import { twilio } from './routes/twilio.ts'

export { EmbeddedConvex } from './embedded-convex/EmbeddedConvex.ts'
export { CallDirectory } from './objects/CallDirectory.ts'
export { OperatorSessions } from './objects/OperatorSessions.ts'
export { VoiceCallSession } from './objects/VoiceCallSession.ts'

const app = new Hono<{ Bindings: Bindings }>()
  .use(securityHeaders)
  .route('/twilio', twilio)
  .route('/api/calls', calls)
  .route('/api/setup', setup)
  .route('/health', health)
  .all('/api/*', (c) => c.json({ error: 'There is no such route.' }, 404))
  .route('/', dashboard)
  .onError((error, c) => {
    logFailure('A request failed.', { path: c.req.path }, error)
    return c.json({ error: 'Something went wrong here; the log says more.' }, 500)
  })

export default app
