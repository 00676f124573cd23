import { createServer } from 'node:http'
import { expect, test } from 'vitest'
import { closeServer, listenLocally, placeOf } from '../../../simulators/lib/localServer.ts'
import { conferenceNamed } from '../../../../worker/carriers/sip/conference.ts'

const account = { accountSid: 'AC0', authToken: 'secret', baseUrl: 'http://127.0.0.1:1' }
const publicUrl = 'https://calls.example.com'
const leg = { name: 'X-Twilio-CallSid', value: `CA${'0'.repeat(32)}` }
const named = { name: 'x-CONFERENCENAME', value: 'support' }

test('a call that names no conference has nobody asked', async () => {
  expect(await conferenceNamed([leg], { account, publicUrl })).toBeNull()
})

test.each([
  ['no account', [named, leg], { account: null, publicUrl }, 'TWILIO_ACCOUNT_SID'],
  ['no address', [named, leg], { account, publicUrl: null }, 'PUBLIC_URL'],
  ['no leg', [named], { account, publicUrl }, 'X-Twilio-CallSid'],
  [
    'no leg of Twilio’s',
    [named, { ...leg, value: '../Calls' }],
    { account, publicUrl },
    'which leg',
  ],
  ['no answer', [named, leg], { account, publicUrl }, 'could not be reached'],
])('with %s it is not used, and why is told', async (_, headers, means, why) => {
  const found = await conferenceNamed(headers, means)
  expect(found?.caller).toBeNull()
  expect(found?.note).toContain(why)
})

test('a Twilio that takes the question and is silent keeps nobody waiting', async () => {
  const mute = createServer(() => {})
  await listenLocally(mute)
  try {
    const silent = { ...account, baseUrl: `http://${placeOf(mute)}` }
    const found = await conferenceNamed([named, leg], { account: silent, publicUrl })
    expect(found).toMatchObject({ caller: null, note: expect.stringContaining('in time') })
  } finally {
    await closeServer(mute)
  }
})
