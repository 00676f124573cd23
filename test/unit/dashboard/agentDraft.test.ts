import { expect, test } from 'vitest'
import { type AgentSettings, agentSettingsSchema } from '../../../convex/model/agent.ts'
import {
  type RealtimeSettings,
  realtimeSettingsSchema,
} from '../../../convex/model/engines/realtime/settings.ts'
import { describeSettings } from '../../../dashboard/features/agents/describeSettings.ts'
import {
  type AgentDraft,
  changedPaths,
  emptyDraft,
  rebase,
} from '../../../dashboard/features/agents/draft.ts'
import { checkForm } from '../../../dashboard/lib/formErrors.ts'

const realtime = realtimeSettingsSchema.parse({ engine: 'realtime' })
const base = agentSettingsSchema.parse({ name: 'Front desk', instructions: 'Be kind.' })

const withEngine = (settings: AgentSettings, engine: Partial<RealtimeSettings>) => ({
  ...settings,
  engine: { ...realtime, ...engine },
})

const withVoice = (settings: AgentSettings, voice: Partial<AgentSettings['voice']>) => ({
  ...settings,
  voice: { ...settings.voice, ...voice },
})

function errorsOf(draft: AgentDraft) {
  const result = checkForm<AgentSettings>(agentSettingsSchema, draft)
  return result.ok ? {} : result.errors
}

test('a new agent lacks only what nobody can guess', () => {
  expect(errorsOf(emptyDraft())).toEqual({
    name: 'Give the agent a name.',
    instructions: 'Write what the agent is for and how it should speak.',
  })
})

test('each wrong value gets a sentence at its own path', () => {
  const draft: AgentDraft = {
    ...base,
    voice: {
      ...base.voice,
      silenceTimeoutSec: 2.5,
      maxDurationSec: 10,
      fallbackNumber: '12345',
      greeting: { type: 'fixed', text: ' ', interruptible: true },
    },
    engine: { ...realtime, speed: null },
    otherEngine: { ...realtime, model: 'gpt-1' },
  }
  expect(errorsOf(draft)).toEqual({
    'voice.silenceTimeoutSec': 'Enter a whole number from 0 to 600 s.',
    'voice.maxDurationSec': 'Enter a whole number from 30 to 3480 s.',
    'voice.fallbackNumber':
      'Write the number in E.164 form: + and country code, digits only, like +12025550100.',
    'voice.greeting.text': 'Write what the agent says first.',
    'engine.speed': 'Enter a number from 0.25 to 1.5.',
    'otherEngine.model': 'Choose one of the models in the list.',
  })
})

test('changed settings are named by their paths, whatever the order of keys', () => {
  const changed = withEngine(withVoice(base, { greeting: { type: 'none' } }), { speed: 1.2 })
  const { name, ...rest } = { ...changed, otherEngine: { engine: 'echo' as const } }
  const paths = ['voice.greeting', 'otherEngine', 'engine.speed']
  expect(changedPaths(base, { ...rest, name })).toEqual(paths)
  expect(changedPaths(base, base)).toEqual([])
  expect(changedPaths(base, { ...base, engine: { engine: 'echo' } })).toEqual(['engine'])
})

test('my changes go on top of theirs, and theirs stay where I changed nothing', () => {
  const mine = { ...withEngine(base, { speed: 1.2, voice: 'coral' }), name: 'Reception' }
  const theirs = {
    ...withEngine(withVoice(base, { bargeIn: false }), {
      voice: 'sage',
      noiseReduction: 'near_field',
    }),
    instructions: 'Be brief.',
  }
  expect(rebase({ base, baseVersion: 1, values: mine }, theirs)).toEqual({
    ...withEngine(withVoice(base, { bargeIn: false }), {
      speed: 1.2,
      voice: 'coral',
      noiseReduction: 'near_field',
    }),
    name: 'Reception',
    instructions: 'Be brief.',
  })
})

test('settings of two engines do not mix', () => {
  const echo: AgentSettings = { ...base, engine: { engine: 'echo' } }
  const faster = withEngine(base, { speed: 1.2 })
  const renamed = { ...base, name: 'Reception' }
  expect(rebase({ base, baseVersion: 1, values: faster }, echo).engine).toEqual(faster.engine)
  expect(rebase({ base, baseVersion: 1, values: renamed }, echo).engine).toEqual(echo.engine)
  expect(rebase({ base, baseVersion: 1, values: echo }, faster).engine).toEqual(echo.engine)
})

test('every setting can be compared in words', () => {
  const rows = describeSettings({ ...base, otherEngine: { engine: 'echo' } })
  expect(new Set(rows.map(({ path }) => path))).toEqual(
    new Set([
      'name',
      'instructions',
      'capabilities',
      ...Object.keys(base.voice).map((key) => `voice.${key}`),
      ...Object.keys(base.engine).map((key) => (key === 'engine' ? key : `engine.${key}`)),
      'otherEngine',
      ...Object.keys(base.tools).map((key) => `tools.${key}`),
      ...Object.keys(base.afterCall).map((key) => `afterCall.${key}`),
      ...Object.keys(base.chat).map((key) => `chat.${key}`),
    ]),
  )
  const text = (path: string) => rows.find((row) => row.path === path)?.text
  expect(text('engine.transcription')).toBe('GPT Transcribe; The agent’s own language')
  expect(text('otherEngine')).toBe('Echo')
})

function textOf(voice: Partial<AgentSettings['voice']>, path: string): string | undefined {
  return describeSettings(withVoice(base, voice)).find((row) => row.path === path)?.text
}

test('what counts as an interruption, and what a silent caller hears, is told in one line', () => {
  expect(textOf({}, 'voice.interruptions')).toBe('Any sound')
  expect(textOf({}, 'voice.reprompt')).toBe('Never')
  const interruptions = { resumeFalse: true, minSpeechMs: 400, backchannels: 'ignored' } as const
  expect(textOf({ interruptions }, 'voice.interruptions')).toBe(
    'From 400 ms of speech or a word on; not “mhm” and “okay”; goes on after a false one',
  )
  expect(textOf({ reprompt: { times: 1, afterSec: 10 } }, 'voice.reprompt')).toBe(
    'Once, after 10 s of silence',
  )
  expect(textOf({ reprompt: { times: 2, afterSec: 8 } }, 'voice.reprompt')).toBe(
    '2 times, after 8 s of silence',
  )
})
