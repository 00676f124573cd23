import { expect, test } from 'vitest'
import { signing } from '../../local/callArguments.ts'
import { loadSettings } from '../../local/settings.ts'

const HERE = 'http://127.0.0.1:8787'
const TUNNEL = 'http://127.0.0.1:9999'
const running = {
  pid: 1,
  url: HERE,
  publicUrl: 'https://calls.example.com',
  simulated: { phone: true, model: true, voice: true },
  brainPort: 9003,
  phonePort: 9004,
  sipPhones: 'http://127.0.0.1:9005',
}
const settings = loadSettings({}, null)
const account = loadSettings({ TWILIO_AUTH_TOKEN: 'a'.repeat(32), PUBLIC_URL: 'b.example' }, null)

test('for the Worker that runs here, by another way too, its own address is signed', () => {
  const expected = {
    authToken: 'the folder’s',
    publicUrl: running.publicUrl,
    simulatedModel: true,
    simulatedVoice: true,
  }
  const around = { settings, running, phoneToken: 'the folder’s' }
  expect(signing(HERE, around)).toEqual(expected)
  expect(signing('http://localhost:8787', around)).toEqual(expected)
  expect(signing(TUNNEL, around)).toEqual(expected)
})

test('for a Worker elsewhere, what the settings say is signed', () => {
  const around = { settings: account, running, phoneToken: 'the folder’s' }
  expect(signing('https://elsewhere.example', around)).toEqual({
    authToken: 'a'.repeat(32),
    publicUrl: 'https://b.example',
    simulatedModel: false,
    simulatedVoice: false,
  })
})

test('where nothing runs, the address that is called is signed', () => {
  const around = { settings, running: null, phoneToken: 'the folder’s' }
  expect(signing(TUNNEL, around).publicUrl).toBe(TUNNEL)
})
