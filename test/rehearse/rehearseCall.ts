/** A call with everything that passes between a Worker and its objects. */
import * as z from 'zod'
import { expect } from 'vitest'
import { dataLotSchema, dataTablesSchema } from '../../convex/model/api.ts'
import { developerToken } from '../local/developerToken.ts'
import { newSid } from '../simulators/twilio/sid.ts'
import { ask, AUTH_TOKEN, hearOut } from '../worker/harness.ts'
import { eventually, readCall, type StoredCall } from '../worker/storedCall.ts'
import { callForm } from '../worker/streamByHand.ts'
import { watchLive } from './liveView.ts'
import type { Release } from './releases.ts'
import type { Rig } from './Rig.ts'

const SAID = ['Hello.', 'We open at nine.']
/** Every status that Twilio can tell of. */
const STATUSES = ['initiated', 'ringing', 'answered', 'completed'] as const

/** Rejects when a part of the call did not go as it goes within one release. `dashboards`: who watches. */
export async function rehearseCall(rig: Rig, dashboards: readonly Release[]): Promise<void> {
  const operator = await rig.signIn()
  const number = await rig.newNumber(operator, [{ say: 'We open at nine.' }])
  const call = rig.twilio.placeCall({ to: number, statusEvents: STATUSES })
  await hearOut(call)
  const live = await watchLive(rig.url, call.callSid)
  expect(await sessions(rig)).toBe(1)
  // Of another account's call Twilio is not asked.
  const another = { ...callForm(number), AccountSid: newSid('AC') }
  const { body } = await rig.post('/twilio/voice', another)
  expect(body, 'the one line is taken').not.toContain('<Stream')
  await ask(call, 'When do you open?')
  await call.agentIdle(250)
  await eventually('what was heard in the record of a call that goes on', async () => {
    const heard = wordsOf(await readCall(rig.url, AUTH_TOKEN, call.callSid))
    return JSON.stringify(heard) === JSON.stringify(SAID) || null
  })

  expect((await operator.post(`/api/calls/${call.callSid}/end`)).status).toBe(204)
  const { durationSec } = await call.ended
  await live.over
  for (const dashboard of dashboards) {
    const seen = await live.seenBy(dashboard)
    expect(wordsOf(seen), `what the dashboard of the ${dashboard.name} release shows`).toEqual(SAID)
    expect(seen?.call).toMatchObject({ status: 'completed', endReason: 'operator_ended' })
  }
  const stored = await eventually('the carrier’s duration in the record', async () => {
    const record = await readCall(rig.url, AUTH_TOKEN, call.callSid)
    return record?.call.carrierDurationSec == null ? null : record
  })
  expect(stored.call).toMatchObject({
    status: 'completed',
    endReason: 'operator_ended',
    carrierStatus: 'completed',
    carrierDurationSec: durationSec,
  })
  expect(wordsOf(stored)).toEqual(SAID)
  await eventually('a line that is free again', async () => (await sessions(rig)) === 0 || null)

  expect(await exportedCalls(rig)).toContain(call.callSid)
  expect((await operator.delete(`/api/calls/${call.callSid}`)).status).toBe(204)
  expect(await readCall(rig.url, AUTH_TOKEN, call.callSid)).toBeNull()
  expect((await rig.post('/twilio/resume', callForm(number, call.callSid))).body).toContain(
    '<Hangup',
  )
  expect((await operator.post('/auth/sign-out')).status).toBe(204)
  expect((await operator.get('/api/session')).status).toBe(401)
}

/** What the agent was heard to say: its first two turns, as a busy machine may cut a question in two. */
function wordsOf(call: Pick<StoredCall, 'turns'> | { turns: readonly Said[] } | null): string[] {
  const turns: readonly Said[] = call?.turns ?? []
  const ofAgent = turns.filter(({ role }) => role === 'agent')
  return ofAgent.slice(0, SAID.length).map(({ heardText }) => heardText)
}
type Said = Pick<StoredCall['turns'][number], 'role' | 'heardText'>

/** What every release's `/health` tells. */
const busySchema = z.object({ sessions: z.number() })

async function sessions(rig: Rig): Promise<number> {
  return busySchema.parse(await (await fetch(`${rig.url}/health`)).json()).sessions
}

async function exportedCalls(rig: Rig): Promise<string> {
  const headers = { authorization: `Bearer ${await developerToken(AUTH_TOKEN)}` }
  const get = async (path: string) => (await fetch(rig.url + path, { headers })).json()
  const { until } = dataTablesSchema.parse(await get('/api/data'))
  return dataLotSchema.parse(await get(`/api/data/voiceCalls?until=${until}`)).lines
}
