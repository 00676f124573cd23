import { afterEach, beforeEach, expect, test } from 'vitest'
import {
  checkElevenLabs,
  listSpeechModels,
  listVoices,
} from '../../../worker/engines/pipeline/elevenlabs/account.ts'
import { type ElevenLabsSimulator, startElevenLabs } from '../../simulators/elevenlabs/index.ts'

let simulator: ElevenLabsSimulator
beforeEach(async () => {
  simulator = await startElevenLabs({ light: true, apiKey: 'sk_right', voicesAPage: 2 })
})
afterEach(() => simulator.close())

const account = (apiKey: string) => ({ apiKey, baseUrl: simulator.url })
const NOWHERE = { apiKey: 'sk_right', baseUrl: 'http://127.0.0.1:9' }

test('a key is right, wrong, or cannot be checked', async () => {
  expect(await checkElevenLabs(account('sk_right'), 5_000)).toBeNull()
  expect(await checkElevenLabs(account('sk_wrong'), 5_000)).toBe(
    'ElevenLabs does not accept ELEVENLABS_API_KEY.',
  )
  expect(await checkElevenLabs(NOWHERE, 5_000)).toBe('ElevenLabs could not be reached.')
})

test('all voices come, page by page, with what is said of them', async () => {
  const voices = await listVoices(account('sk_right'), 5_000)
  expect(voices).toContainEqual({
    voice: '21m00Tcm4TlvDq8ikWAM',
    name: 'Rachel',
    description: 'female, american, young',
  })
  expect(voices).toHaveLength(3)
  await expect(listVoices(account('sk_wrong'), 5_000)).rejects.toThrow(
    'ElevenLabs does not accept ELEVENLABS_API_KEY.',
  )
})

test('of the models those are offered that speak', async () => {
  const models = await listSpeechModels(account('sk_right'), 5_000)
  expect(models).toContain('eleven_flash_v2_5')
  expect(models).not.toContain('eleven_multilingual_sts_v2')
})
