import { type Context, Hono } from 'hono'
import { HTTPException } from 'hono/http-exception'
import * as z from 'zod'
import type { PersonStep } from '../call/nextStep.ts'
import { legEventOf, roomEventOf, whoPickedUp, type Word } from '../carriers/twilio/personStates.ts'
import { addressesOf, roomName } from '../carriers/twilio/rooms.ts'
import { askForKey, hangUp, meetIn, sayAndHangUp, type Twiml } from '../carriers/twilio/twiml.ts'
import { readConfig } from '../config.ts'
import type { App } from '../http/app.ts'
import { formBody } from '../http/formBody.ts'
import { askCall } from '../http/sessionOf.ts'
import { twiml } from '../http/twimlAnswer.ts'
import { twilioSignature } from '../http/twilioSignature.ts'
import { logFailure } from '../lib/log.ts'

const callSidSchema = z.string().regex(/^CA[0-9a-f]{32}$/i)

/** The caller's call, and which attempt to put them through. */
const pathSchema = z.object({
  callSid: callSidSchema,
  attempt: z
    .string()
    .regex(/^[1-9]\d{0,5}$/)
    .transform(Number),
})
type Attempt = z.infer<typeof pathSchema>

/** The person's side of the line is a call of its own. https://www.twilio.com/docs/voice/twiml#request-parameters */
const legSchema = z.object({ CallSid: callSidSchema })
/** https://www.twilio.com/docs/voice/twiml/gather#action */
const keySchema = legSchema.extend({ Digits: z.string().max(64).default('') })
/** https://www.twilio.com/docs/voice/api/call-resource#statuscallback */
const statusSchema = legSchema.extend({
  CallStatus: z.string().max(20),
  CallDuration: z
    .string()
    .regex(/^\d*$/)
    .transform((seconds) => (seconds === '' ? null : Number(seconds)))
    .default(null),
})
/** https://www.twilio.com/docs/voice/answering-machine-detection */
const amdSchema = legSchema.extend({ AnsweredBy: z.string().max(40) })
/** Of who comes and leaves, `CallSid` is theirs. https://www.twilio.com/docs/voice/twiml/conference#attributes-statusCallback */
const roomSchema = z.object({
  StatusCallbackEvent: z.string().max(40),
  CallSid: callSidSchema.optional(),
  CallSidEndingConference: callSidSchema.optional(),
})

/** What becomes of the persons who are called, by Twilio: it may tell so again, late and in any order. */
export const people = new Hono<App>()
  .use(twilioSignature)
  .post('/:callSid/:attempt', formBody(legSchema), async (c) => {
    const at = attemptIn(c)
    const { CallSid: legId } = c.req.valid('form')
    if (!at) return twiml(c, hangUp())
    return stepTwiml(c, at, await tell(c, at, legId, { type: 'person.answered' }))
  })
  .post('/:callSid/:attempt/key', formBody(keySchema), async (c) => {
    const at = attemptIn(c)
    const { CallSid: legId, Digits: digits } = c.req.valid('form')
    if (!at) return twiml(c, hangUp())
    const type = digits === '1' ? 'person.accepted' : 'person.declined'
    return stepTwiml(c, at, await tell(c, at, legId, { type }))
  })
  .post('/:callSid/:attempt/status', formBody(statusSchema), (c) => {
    const { CallSid: legId, CallStatus, CallDuration } = c.req.valid('form')
    return tellLater(c, legId, legEventOf(CallStatus, CallDuration))
  })
  .post('/:callSid/:attempt/amd', formBody(amdSchema), (c) => {
    const { CallSid: legId, AnsweredBy } = c.req.valid('form')
    return tellLater(c, legId, whoPickedUp(AnsweredBy))
  })
  .post('/:callSid/:attempt/room', formBody(roomSchema), (c) => {
    const { StatusCallbackEvent: event, CallSid, CallSidEndingConference } = c.req.valid('form')
    const who = CallSid ?? CallSidEndingConference
    const isCaller = who === attemptIn(c)?.callSid
    return who === undefined
      ? c.body(null, 204)
      : tellLater(c, who, roomEventOf(event, isCaller ? 'caller' : 'person'))
  })
  .all('*', (c) => c.text('Twilio has no business here: the webhooks take POST.', 405))
  .onError((error, c) => {
    if (error instanceof HTTPException) return c.text(error.message, error.status)
    logFailure('A request of Twilio’s failed.', { path: c.req.path }, error)
    return twiml(c, hangUp())
  })

function attemptIn(c: Context<App>): Attempt | null {
  return pathSchema.safeParse(c.req.param()).data ?? null
}

/** Tells the call, which says what the person is to do now. */
function tell(
  c: Context<App>,
  { callSid, attempt }: Attempt,
  legId: string,
  word: Word,
): Promise<PersonStep> {
  const event = word.type === 'caller.joined' ? word : { ...word, attempt }
  return askCall(c, callSid, async (call) => call.personSays({ attempt, legId, event }))
}

/** The same of something that Twilio needs no answer to; `null`: it matters to nobody. */
function tellLater(c: Context<App>, legId: string, word: Word | null): Response {
  const at = attemptIn(c)
  if (at && word) {
    const telling = tell(c, at, legId, word)
    c.executionCtx.waitUntil(
      telling.catch((error) =>
        logFailure('A request of Twilio’s failed.', { path: c.req.path }, error),
      ),
    )
  }
  return c.body(null, 204)
}

function stepTwiml(c: Context<App>, at: Attempt, step: PersonStep): Promise<Response> {
  return twiml(c, twimlOf(step, { ...at, publicUrl: readConfig(c.env).publicUrl ?? '' }))
}

function twimlOf(step: PersonStep, at: Attempt & { publicUrl: string }): Twiml {
  const { key, room } = addressesOf(at)
  switch (step.do) {
    case 'brief':
      return askForKey({ sentence: step.text, locale: step.locale }, key)
    case 'meet':
      return meetIn({ name: roomName(at), statusUrl: room, afterUrl: null })
    case 'part':
      return step.text === null
        ? hangUp()
        : sayAndHangUp({ sentence: step.text, locale: step.locale })
  }
}
