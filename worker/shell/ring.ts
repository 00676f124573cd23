import type { Call, EndReason } from '../../convex/model/call.ts'
import { keptSnapshotSchema } from '../../convex/model/earlier/agent.ts'
import { logFailure } from '../lib/log.ts'
import { filledAgent } from '../tools/lookup/fill.ts'
import { lookUp } from '../tools/lookup/index.ts'
import { type EarlierCall, earlierCall } from './droppedLine.ts'
import type { Opening } from './Journal.ts'
import { LINES_BUSY } from '../call/legs/carrier.ts'
import { directKit } from '../engines/index.ts'
import { type IncomingCall, newCall } from './newCall.ts'
import type { Places } from './places.ts'
import type { RunningCall } from './RunningCall.ts'
import { startCall, type Surroundings } from './startCall.ts'
import { asVouched, isDirect } from './vouched.ts'

/** What becomes of a call that comes in. */
export type Rung =
  /** It is answered: the carrier opens a stream, where it brings the caller by one. */
  | 'stream'
  /** All lines are taken. */
  | 'busy'
  /** No agent answers. */
  | 'nobody'
  /** The one who should cannot answer calls that come this way. */
  | 'unfit'
  /** It was answered before, and is over. */
  | 'over'

/**
 * How much earlier than for a place it is asked for the engine, in ms. The place is written down, and where the
 * storage is on this machine, the thread waits for the disk before the engine's request has left.
 */
const HEAD_START_MS = 3

/**
 * The phone rings. The engine is connected at once, or as soon as it is known what to go on with, and then a
 * place on the line is asked for; a call that gets none lets the engine go again. Safe to repeat, but not before
 * it has begun: `began` hears of a call that is new.
 */
export async function ring(
  incoming: IncomingCall,
  surroundings: Surroundings,
  places: Places,
  began: (call: RunningCall) => void,
): Promise<Rung> {
  const { recorder, takeUp, outside, direct, now, over } = surroundings
  if (recorder.journal.isForgotten) return 'over'
  if (incoming.legId !== undefined && !direct.comes(incoming.legId)) return 'over'
  const { record } = recorder.journal
  if (record) return record.call.status === 'in_progress' ? 'stream' : 'over'
  // The Worker may be of the release before: during a deploy, and after a rollback.
  const agent = keptSnapshotSchema.nullable().parse(incoming.agent)
  const { accountSid, ...facts } = { ...incoming, ...(incoming.legId ? direct.announced : null) }
  const call = newCall({ ...facts, agent }, now())
  const refuse = <Why extends Rung>(rung: Why, reason: EndReason, failure: string): Why => {
    recorder.open({ call, agent, accountSid })
    recorder.write({ kind: 'ended', at: now(), reason, failure })
    over()
    return rung
  }
  if (!agent) return refuse('nobody', 'number_not_set', `No agent answers ${call.to}.`)
  // Who is answered over such a line talks to the model at once: whatever speaks against it must be known.
  if (isDirect(call)) {
    const unfit = directKit(agent.engine).missing(surroundings.accounts)
    if (unfit !== null) return refuse('unfit', 'not_configured', unfit)
    if (!(await hasPlace(call.callSid, places))) return refuse('busy', 'lines_busy', LINES_BUSY)
  }
  const known = asVouched(call)
  const asked = earlierCall(known, agent, takeUp)
  const lookingUp = lookUp(known, agent, outside)
  // Nothing is waited for where nothing is asked: the engine is connected in this very moment.
  const earlier = asked && (await asked)
  const lookedUp = lookingUp instanceof Promise ? await lookingUp : lookingUp
  const { values: variables = {}, note = null } = lookedUp ?? {}
  const opening = {
    ...goingOn(call, earlier),
    agent: filledAgent(agent, variables),
    accountSid,
    ...(lookedUp && { variables }),
  }
  const running = startCall(opening, surroundings)
  began(running)
  for (const summary of [incoming.note, note]) {
    if (!summary) continue
    const event = { kind: 'note', summary, detail: null } as const
    recorder.write({ kind: 'event', at: now(), event })
  }
  if (isDirect(call)) return 'stream'
  await new Promise((resolve) => setTimeout(resolve, HEAD_START_MS))
  // Its place would be given back before it was taken.
  if (running.isOver) return 'stream'
  if (await hasPlace(call.callSid, places)) return 'stream'
  running.dispatch({ type: 'carrier.turned_away' })
  return 'busy'
}

/** A call that goes on with another one names it. */
function goingOn(call: Call, earlier: EarlierCall | null): Pick<Opening, 'call' | 'earlier'> {
  if (!earlier) return { call }
  const { callSid, ...conversation } = earlier
  return { call: { ...call, continues: callSid }, earlier: conversation }
}

/** When nobody can say whether there is a place, the caller gets one. */
async function hasPlace(callSid: string, places: Places): Promise<boolean> {
  try {
    return await places.admit(callSid)
  } catch (error) {
    logFailure('A call was not given a place on the line, and goes on without.', { callSid }, error)
    return true
  }
}
