import { expect, test } from 'vitest'
import { modelNotices } from '../../../dashboard/features/settings/modelNotices.ts'
import { standingOf } from '../../../dashboard/features/settings/settingStanding.ts'

const TODAY = '2026-11-21'
const openai = (...models: string[]) => models.map((model) => ({ vendor: 'openai', model }))
const reception = { id: 'a1', name: 'Reception', models: openai('gpt-realtime', 'gpt-transcribe') }
const night = { id: 'a2', name: 'Night', models: openai('gpt-realtime-2.1', 'gpt-transcribe') }

test('an announced end concerns the agents that use the model', () => {
  expect(modelNotices([reception, night], null, TODAY)).toEqual([
    {
      model: 'gpt-realtime',
      text: 'OpenAI shuts down GPT Realtime on 2027-01-20; use gpt-realtime-2.1 instead.',
      agents: [{ id: 'a1', name: 'Reception' }],
    },
  ])
})

test('what OpenAI says itself goes before the catalogue', () => {
  const offered = [
    { model: 'gpt-realtime', shutdownDate: '2027-03-01' },
    { model: 'gpt-realtime-2.1', shutdownDate: '2028-01-01' },
    { model: 'gpt-transcribe', shutdownDate: null },
  ]
  expect(modelNotices([reception, night], offered, TODAY).map(({ text }) => text)).toEqual([
    'OpenAI shuts down GPT Realtime on 2027-03-01; use gpt-realtime-2.1 instead.',
    'OpenAI shuts down GPT Realtime 2.1 on 2028-01-01.',
  ])
})

test('a model that the key does not offer is named', () => {
  const offered = [
    { model: 'gpt-realtime', shutdownDate: null },
    { model: 'gpt-transcribe', shutdownDate: null },
  ]
  expect(modelNotices([night], offered, TODAY)[0]?.text).toMatch(/does not offer GPT Realtime 2.1/)
  expect(modelNotices([night], [], TODAY)).toEqual([])
})

test('the end of a transcription model concerns those who use it', () => {
  const offered = [
    { model: 'gpt-realtime-2.1', shutdownDate: null },
    { model: 'gpt-transcribe', shutdownDate: '2029-01-01' },
  ]
  expect(modelNotices([night], offered, TODAY)).toMatchObject([
    { model: 'gpt-transcribe', agents: [{ id: 'a2', name: 'Night' }] },
  ])
})

test('a model of ElevenLabs is not looked for at OpenAI, nor one of another endpoint', () => {
  const models = [
    { vendor: 'elevenlabs', model: 'eleven_flash_v2_5' },
    { vendor: 'elevenlabs', model: 'eleven_turbo_v2_5' },
    { vendor: 'llm.example.com', model: 'gpt-4o-mini' },
  ]
  const offered = [{ model: 'gpt-realtime-2.1', shutdownDate: null }]
  expect(modelNotices([{ id: 'a3', name: 'Other', models }], offered, TODAY)).toEqual([
    {
      model: 'eleven_turbo_v2_5',
      text: 'ElevenLabs advises against Eleven Turbo v2.5; use eleven_flash_v2_5 instead.',
      agents: [{ id: 'a3', name: 'Other' }],
    },
  ])
})

test('a setting is missing only where something does not work without it', () => {
  const setting = { name: 'PUBLIC_URL', configured: false, secret: false, about: '' }
  const problems = ['PUBLIC_URL is not set: requests from Twilio are refused.']
  expect(standingOf(setting, [])).toBe('unset')
  expect(standingOf(setting, problems)).toBe('missing')
  expect(standingOf({ ...setting, value: 'x' }, [])).toBe('default')
  expect(standingOf({ ...setting, configured: true }, [])).toBe('set')
  expect(standingOf(setting, ['PUBLIC_URL is not usable: Invalid URL.'])).toBe('wrong')
  expect(standingOf({ ...setting, name: 'PUBLIC' }, problems)).toBe('unset')
})
