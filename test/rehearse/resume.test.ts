/** A call that one release began and whose process is gone goes on by the other, from its journal. */
import { expect } from 'vitest'
import { ask, AUTH_TOKEN, hearOut } from '../worker/harness.ts'
import { eventually, isOver, readCall } from '../worker/storedCall.ts'
import { test } from './rehearsal.ts'
import { lastRelease, type Release, thisRelease } from './releases.ts'
import { onRig, type Rig } from './Rig.ts'

const HEARD = '"heardText":"We open at nine."'

async function goOnWith(next: Release, rig: Rig): Promise<void> {
  const operator = await rig.signIn()
  const number = await rig.newNumber(operator, [
    { say: 'We open at nine.' },
    // Whatever is said first after the break: that the line was gone, or the answer.
    { say: 'At five in the evening.' },
  ])
  const call = rig.twilio.placeCall({ to: number })
  await hearOut(call)
  await ask(call, 'When do you open?')
  await eventually(
    'the answer, heard to its end',
    async () =>
      JSON.stringify(await readCall(rig.url, AUTH_TOKEN, call.callSid)).includes(HEARD) || null,
  )
  await call.agentIdle(250)

  await rig.kill()
  await rig.run({ entry: next })
  await eventually('the agent over another stream', () => call.streams[1]?.firstAudioAt)
  await call.agentIdle(250)
  const known = JSON.stringify(rig.model.sessions.at(-1)?.log.entries ?? [])
  expect(known).toContain('Hello.')
  expect(known).toContain('We open at nine.')
  await ask(call, 'And when do you close?')
  await call.agentIdle(250)
  call.hangUp()
  await call.ended
  const stored = await eventually('the record of the whole call', async () => {
    const record = await readCall(rig.url, AUTH_TOKEN, call.callSid)
    return record && isOver(record) ? record : null
  })
  expect(stored.call).toMatchObject({ status: 'completed', endReason: 'caller_hung_up' })
  const said = stored.turns.filter(({ role }) => role === 'agent').map(({ heardText }) => heardText)
  expect(said.slice(0, 2)).toEqual(['Hello.', 'We open at nine.'])
  expect(said.slice(2)).toContain('At five in the evening.')
}

test.concurrent('a call of the last release goes on by this one', () =>
  onRig({ entry: lastRelease() }, (rig) => goOnWith(thisRelease(), rig)),
)

test.concurrent('after a rollback, a call of this release goes on by the last one', () =>
  onRig({ entry: thisRelease() }, (rig) => goOnWith(lastRelease(), rig)),
)
