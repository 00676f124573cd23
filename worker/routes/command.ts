/** What the routes that command calls have in common. */
import type { Context } from 'hono'
import * as z from 'zod'
import type { ControlAnswer } from '../../convex/model/api.ts'
import type { Destination } from '../../convex/model/destination.ts'
import { whyNotRung } from '../carriers/whyNotRung.ts'
import { dataSettings, readConfig } from '../config.ts'
import { type CallAct, noteAct } from '../data/audit.ts'
import { isUnknownFunction } from '../data/unknownFunction.ts'
import { FORWARDED_HEADER, forward, NotForwarded, type ServiceAnswer } from '../control/forward.ts'
import { type OrderName, saySchema, type Transfer, transferSchema } from '../control/order.ts'
import { targetOf } from '../control/target.ts'
import type { App } from '../http/app.ts'
import { callNamed } from '../http/callNamed.ts'
import { askCall, knownSession, type sessionOf } from '../http/sessionOf.ts'
import { logFailure, logWarning } from '../lib/log.ts'
import { isSamePlace } from '../lib/samePlace.ts'
import { unlessOlder } from '../lib/unlessOlder.ts'
import { NOT_RUNNING, type OperatorAct, type Standing } from '../objects/operatorAct.ts'
import { whoAnswers } from '../http/whoAnswers.ts'

export interface Command {
  callId: string
  order: OrderName
  /** What came as JSON; `undefined`: nothing. */
  body: unknown
}

/** Who commands. */
export interface Commander {
  /** For the audit. */
  by: string
  askedBy: 'operator' | 'control'
  /** Whether callers may be put through to any number, and not just to the agent's destinations. */
  anyNumber: boolean
  /** Whether their word is enough for a number that costs far more than others. */
  mayConfirm: boolean
}

export type Outcome =
  | { kind: 'done'; status: ControlAnswer['status'] }
  /** The call is not ours, and whose it may be has answered. */
  | { kind: 'passed_on'; answer: ServiceAnswer }
  | Refused
interface Refused {
  kind: 'refused'
  status: 400 | 403 | 404 | 409 | 502 | 504 | 508
  error: string
  code?: 'unconfirmed'
}

type Session = ReturnType<typeof sessionOf>

/** Commands a call: one of ours by its object, any other by the older control service. */
export async function command(
  c: Context<App>,
  order: Command,
  commander: Commander,
): Promise<Outcome> {
  const callSid = await callNamed(c, order.callId)
  const session = knownSession(c, callSid)
  const standing = session && (await standingOf(c, callSid))
  if (!session || !standing) return passOn(c, order)
  const outcome = await carryOut(c, session, standing, order, commander)
  if (outcome.kind === 'done') {
    const act = { action: ACTIONS[order.order], by: commander.by, callSid }
    c.executionCtx.waitUntil(noteIn(c, session, act))
  }
  return outcome
}

const ACTIONS = {
  transfer: 'call_transferred',
  hangup: 'call_ended',
  say: 'call_said',
} as const satisfies Record<OrderName, CallAct['action']>

/** Only what is busy still runs the code of a release before, and what is busy is a call of ours. */
const OF_OLDER: Standing = { isRunning: true, destinations: [] }

/** `null`: nothing is known of such a call. */
function standingOf(c: Context<App>, callId: string): Promise<Standing | null> {
  return unlessOlder<Standing | null>(
    askCall(c, callId, async (call) => call.destinations()),
    OF_OLDER,
  )
}

async function carryOut(
  c: Context<App>,
  session: Session,
  { isRunning, destinations }: Standing,
  { order, body = {} }: Command,
  commander: Commander,
): Promise<Outcome> {
  switch (order) {
    case 'hangup':
      return tryTo(session, { do: 'end' }, 'ended')
    case 'say': {
      const given = saySchema.safeParse(body)
      if (!given.success) return misread(given.error)
      return tryTo(session, { do: 'say', text: given.data.text }, 'saying')
    }
    case 'transfer': {
      const given = transferSchema.safeParse(body)
      if (!given.success) return misread(given.error)
      if (!isRunning) return { kind: 'refused', status: 409, error: NOT_RUNNING }
      const target = targetOf(given.data, destinations, commander.anyNumber)
      if (!('to' in target)) return { kind: 'refused', ...target }
      return putThrough(c, session, target.to, commander, isConfirmed(given.data, commander))
    }
  }
}

/** What a destination of the agent's costs was confirmed when the agent was saved; of another number it is now. */
function isConfirmed(
  { phoneNumber, confirmed = false }: Transfer,
  { mayConfirm }: Commander,
): boolean {
  return phoneNumber === undefined || (confirmed && mayConfirm)
}

/** `confirmed`: whatever it costs. */
async function putThrough(
  c: Context<App>,
  session: Session,
  to: Destination,
  { askedBy, mayConfirm }: Commander,
  confirmed: boolean,
): Promise<Outcome> {
  const leadsHere = async (phoneNumber: string) => Boolean(await whoAnswers(c, phoneNumber))
  const not = await whyNotRung(to.target, { leadsHere, confirmed })
  if (not) {
    const asks = not.why === 'high_cost' && mayConfirm
    return { ...refused(409, not.sentence), ...(asks ? { code: 'unconfirmed' } : {}) }
  }
  const whatever = confirmed ? { confirmed: true as const } : {}
  return tryTo(session, { do: 'transfer', to, askedBy, ...whatever }, 'transferring')
}

/** The call's object knows best whether it can be done. */
async function tryTo(
  session: Session,
  act: OperatorAct,
  status: ControlAnswer['status'],
): Promise<Outcome> {
  const answer = await session.act(act)
  if (answer === true || answer === null) return { kind: 'done', status }
  return { kind: 'refused', status: 409, error: answer || NOT_RUNNING }
}

const misread = (error: z.ZodError): Refused => ({
  kind: 'refused',
  status: 400,
  error: z.prettifyError(error),
})

async function noteIn(c: Context<App>, session: Session, act: CallAct): Promise<void> {
  try {
    // The row of the call tells whose number it is.
    await session.deliver()
    await noteAct(dataSettings(c.env), act)
  } catch (error) {
    const { action, callSid } = act
    const log = isUnknownFunction(error) ? logWarning : logFailure
    log('What was done to a call is not in the audit.', { action, callSid }, error)
  }
}

/** An id goes into an address as it is. */
const PASSABLE_ID = /^[\w-]{1,128}$/

async function passOn(c: Context<App>, order: Command): Promise<Outcome> {
  const { publicUrl, control } = readConfig(c.env)
  const { service } = control
  const { callId } = order
  if (!service || !PASSABLE_ID.test(callId)) return refused(404, 'There is no such call.')
  const own = publicUrl === null ? [c.req.url] : [c.req.url, publicUrl]
  const isOwn = own.some((url) => isSamePlace(url, service.baseUrl))
  if (isOwn || c.req.header(FORWARDED_HEADER) !== undefined) return refused(508, ROUND_AND_ROUND)
  try {
    return { kind: 'passed_on', answer: await forward(order, service) }
  } catch (error) {
    if (!(error instanceof NotForwarded)) throw error
    logWarning('An order was not passed on to the control service.', { callId }, error)
    return refused(error.status, error.message)
  }
}

const ROUND_AND_ROUND = 'There is no such call, and CONTROL_API_BASE_URL leads back here.'

const refused = (status: Refused['status'], error: string): Refused => ({
  kind: 'refused',
  status,
  error,
})
