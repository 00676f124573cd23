/** What the list of calls is narrowed to, as the address and as `voiceCalls.list` say it. */
import { type Call, type CallStatus, callStatusSchema } from '../../../convex/model/call.ts'
import { type CallOutcome, outcomeSchema } from '../../../convex/model/outcome.ts'
import { addDays, localDateSchema, startOfDay } from '../../lib/localDate.ts'
import type { ParamChanges } from '../../lib/paramChanges.ts'

/** Empty means any. */
export interface CallFilters {
  text: string
  agent: string
  /** E.164: called or was called. */
  number: string
  status: CallStatus | ''
  /** Local days, both counted. */
  from: string
  to: string
  /** What was found out of it. */
  outcome: CallOutcome | ''
  /** `name=value` of an operator's field. */
  field: string
}

export const NO_FILTERS: ParamChanges = {
  text: null,
  agent: null,
  number: null,
  status: null,
  from: null,
  to: null,
  outcome: null,
  field: null,
}

/** Addresses are typed and pasted by people: what makes no sense counts as absent. */
export function readFilters(params: URLSearchParams): CallFilters {
  return {
    text: params.get('text') ?? '',
    agent: params.get('agent') ?? '',
    number: params.get('number') ?? '',
    status: callStatusSchema.safeParse(params.get('status')).data ?? '',
    from: localDateSchema.safeParse(params.get('from')).data ?? '',
    to: localDateSchema.safeParse(params.get('to')).data ?? '',
    outcome: outcomeSchema.safeParse(params.get('outcome')).data ?? '',
    field: params.get('field') ?? '',
  }
}

export function isFiltered(filters: CallFilters): boolean {
  return Object.values(filters).some((value) => value !== '')
}

/** Clocks differ: what has just happened must not be left out where one is slow. */
const CLOCK_MARGIN_MS = 60_000

/**
 * `openedAt`: when this was first asked for, epoch ms. A search leaves later calls out: were they let in
 * at its top, calls would be pushed out of sight between two of its pages.
 */
export function listArguments(
  { text, agent, number, status, from, to, outcome, field }: CallFilters,
  openedAt = Date.now(),
) {
  const isSearch = text.trim() !== '' || [number, outcome, field].some((value) => value !== '')
  const before = Math.min(
    to ? startOfDay(addDays(to, 1)) : Infinity,
    isSearch ? openedAt + CLOCK_MARGIN_MS : Infinity,
  )
  return {
    ...(text.trim() && { text: text.trim() }),
    ...(agent && { agentId: agent }),
    ...(number && { number }),
    ...(status && { status }),
    ...(from && { startedAfter: startOfDay(from) }),
    ...(outcome && { outcome }),
    ...(field && { field }),
    ...(before < Infinity && { startedBefore: before }),
  }
}

type Listed = Pick<Call, 'callSid' | 'status' | 'agentId' | 'from' | 'to' | 'startedAt'>

/**
 * The running calls first, then the others as they were found. A text search decides by itself which
 * running calls match; every other filter is known here as well.
 */
export function inOrder<C extends Listed>(
  running: readonly C[],
  found: readonly C[],
  filters: CallFilters,
): C[] {
  const wanted = filters.text.trim()
    ? found.filter(({ status }) => status === 'in_progress')
    : running.filter((call) => matches(call, filters))
  const first = new Set(wanted.map(({ callSid }) => callSid))
  return [...wanted, ...found.filter(({ callSid }) => !first.has(callSid))]
}

function matches(
  call: Listed,
  { agent, number, status, from, to, outcome, field }: CallFilters,
): boolean {
  return (
    // Nothing is found out of a call that runs.
    outcome === '' &&
    field === '' &&
    (!agent || call.agentId === agent) &&
    (!number || call.from === number || call.to === number) &&
    (!status || call.status === status) &&
    (!from || call.startedAt >= startOfDay(from)) &&
    (!to || call.startedAt < startOfDay(addDays(to, 1)))
  )
}
