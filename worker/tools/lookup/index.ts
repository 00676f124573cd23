/** Who calls? Asked of an operator's own server while the phone rings. */
import * as z from 'zod'
import type { AgentSnapshot } from '../../../convex/model/agent.ts'
import type { Lookup } from '../../../convex/model/tools.ts'
import type { Outside } from '../../accounts.ts'
import type { CallFacts } from '../../call/ports.ts'
import { inTime } from '../../lib/inTime.ts'
import { logFailure } from '../../lib/log.ts'
import { parseJson } from '../../lib/parseJson.ts'
import { PlainError } from '../../lib/PlainError.ts'
import { signWebhook } from '../../lib/standardWebhooks.ts'
import { openHeaders } from '../headers.ts'
import { type Values, valuesOf } from './fill.ts'

/** How long it may take in all, in ms: the caller hears ringing meanwhile, and Twilio waits for an answer. */
export const LOOKUP_MS = 1_000
const MAX_BYTES = 64 * 1024

export interface LookedUp {
  values: Values
  /** For the call's timeline; `null`: nothing was asked. */
  note: string | null
}

/**
 * What fills the agent's texts in this call; `null`, at once, where there is nothing to fill. Never rejects,
 * and takes no longer than `LOOKUP_MS`: a look-up that fails leaves the fallbacks.
 */
export function lookUp(
  call: CallFacts,
  agent: AgentSnapshot,
  outside: Outside,
): Promise<LookedUp> | LookedUp | null {
  const { lookup, variables } = agent.tools
  if (variables.length === 0) return null
  const nothing = valuesOf(variables, {})
  if (!lookup) return { values: nothing, note: null }
  return told(lookup, call, agent, outside).then(
    (answer) => {
      const names = variables.map(({ name }) => name).filter((name) => Object.hasOwn(answer, name))
      const found = names.length === 0 ? 'nothing of this caller' : names.join(', ')
      return { values: valuesOf(variables, answer), note: `The look-up told ${found}.` }
    },
    (error: unknown) => {
      const why = error instanceof PlainError ? error.message : 'It failed.'
      if (!(error instanceof PlainError)) {
        logFailure('A look-up failed.', { callSid: call.callSid }, error)
      }
      return { values: nothing, note: `The look-up told nothing: ${why}` }
    },
  )
}

const late = () => new PlainError(`It did not answer within ${LOOKUP_MS / 1000} s.`)

const answerSchema = z.record(z.string(), z.unknown())

/** Rejects with a `PlainError` that says why there is no answer. */
async function told(
  lookup: Lookup,
  call: CallFacts,
  agent: AgentSnapshot,
  outside: Outside,
): Promise<Record<string, unknown>> {
  const stop = new AbortController()
  try {
    return await inTime(ask(lookup, call, agent, outside, stop.signal), LOOKUP_MS, late)
  } finally {
    stop.abort()
  }
}

async function ask(
  { url, headers, signingSecret }: Lookup,
  { callSid, from, to }: CallFacts,
  { agentId, name, version }: AgentSnapshot,
  { openSecret, reach }: Outside,
  signal: AbortSignal,
): Promise<Record<string, unknown>> {
  const body = JSON.stringify({
    switchboard: {
      call: callSid,
      caller: from,
      called: to,
      agent: { id: agentId, name, version },
    },
  })
  const [open, secret] = await Promise.all([
    openHeaders(headers, openSecret),
    signingSecret === null ? null : openSecret(signingSecret),
  ])
  const id = `lookup_${callSid}`.replaceAll(/[^\w-]/g, '-')
  const signature =
    secret === null ? {} : await signWebhook({ id, now: Date.now(), body, secrets: [secret] })
  const response = await reach(url, {
    method: 'POST',
    headers: { accept: 'application/json', 'content-type': 'application/json', ...open.headers },
    secretHeaders: { ...open.secretHeaders, ...signature },
    body,
    signal,
    timeoutMs: LOOKUP_MS,
    maxBytes: MAX_BYTES,
  })
  const text = await response.text()
  if (!response.ok) throw new PlainError(`It answered with ${response.status}.`)
  const answer = answerSchema.safeParse(parseJson(text))
  if (answer.success) return answer.data
  throw new PlainError('It answered with something that is no JSON object.')
}
