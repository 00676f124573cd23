import { Hono } from 'hono'
import { HTTPException } from 'hono/http-exception'
import type { App } from './http/app.ts'
import { ownPagesOnly } from './http/ownPages.ts'
import { notTooOften } from './http/rateLimit.ts'
import { neverStored, securityHeaders } from './http/securityHeaders.ts'
import { logFailure } from './lib/log.ts'
import { PlainError } from './lib/PlainError.ts'
import { auth } from './routes/auth.ts'
import { callers } from './routes/callers.ts'
import { calls } from './routes/calls.ts'
import { control } from './routes/control.ts'
import { chat } from './routes/chat.ts'
import { chatPages } from './routes/chatPages.ts'
import { chats } from './routes/chats.ts'
import { convex } from './routes/convex.ts'
import { data } from './routes/data.ts'
import { dashboard } from './routes/dashboard.ts'
import { discord } from './routes/discord.ts'
import { doors } from './routes/doors.ts'
import { engines } from './routes/engines.ts'
import { health } from './routes/health.ts'
import { newAgent } from './routes/newAgent.ts'
import { numbers } from './routes/numbers.ts'
import { openai } from './routes/openai.ts'
import { people } from './routes/people.ts'
import { secrets } from './routes/secrets.ts'
import { session, token } from './routes/session.ts'
import { settings } from './routes/settings.ts'
import { setup } from './routes/setup.ts'
import { toolTrials } from './routes/toolTrials.ts'
import { connectSip } from './routes/sip/connect.ts'
import { testCallMedia, testCalls } from './routes/testCalls.ts'
import { trials } from './routes/trials.ts'
import { incomingCall, twilio } from './routes/twilio.ts'

export { EmbeddedConvex } from './embedded-convex/EmbeddedConvex.ts'
export { CallDirectory } from './objects/CallDirectory.ts'
export { ChatLimits } from './objects/ChatLimits.ts'
export { ChatSession } from './objects/ChatSession.ts'
export { DiscordWebhook } from './objects/DiscordWebhook.ts'
export { OperatorSessions } from './objects/OperatorSessions.ts'
export { VoiceCallSession } from './objects/VoiceCallSession.ts'

// People type addresses with a slash at the end, which is as good.
const app = new Hono<App>({ strict: false })
  .use(securityHeaders)
  .use('/api/*', neverStored, ownPagesOnly, notTooOften)
  .use('/auth/*', neverStored, ownPagesOnly, notTooOften)
  .use('/control/*', neverStored, notTooOften)
  .use('/chat/api/*', neverStored, notTooOften)
  .route('/auth', auth)
  .route('/chat/api', chat)
  .route('/chat', chatPages)
  .route('/twilio/media', testCallMedia)
  .route('/twilio/voice', incomingCall)
  .route('/twilio/person', people)
  .route('/twilio', twilio)
  .route('/api/agents/try', trials)
  .route('/api/agents/try', toolTrials)
  .route('/api/callers', callers)
  .route('/api/calls', calls)
  .route('/api/chats', chats)
  .route('/api/data', data)
  .route('/api/discord', discord)
  .route('/api/engines', engines)
  .route('/api/new-agent', newAgent)
  .route('/api/numbers', numbers)
  .route('/api/openai', connectSip)
  .route('/api/secrets', secrets)
  .route('/api/session', session)
  .route('/api/settings', settings)
  .route('/api/setup', setup)
  .route('/api/test-calls', testCalls)
  .route('/api/token', token)
  .route('/api', convex)
  .route('/control', control)
  .route('/health', health)
  .route('/openai', openai)
  .all('/api/*', (c) => c.json({ error: 'There is no such route.' }, 404))
  .route('/', doors)
  .route('/', dashboard)
  .onError((error, c) => {
    if (error instanceof HTTPException) return c.json({ error: error.message }, error.status)
    logFailure('A request failed.', { path: c.req.path }, error)
    if (error instanceof PlainError) return c.json({ error: error.message }, 500)
    return c.json({ error: 'Something went wrong here; the log says more.' }, 500)
  })

export default app
