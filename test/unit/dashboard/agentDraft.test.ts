import { expect, test } from 'vitest'
import { type AgentSettings, agentSettingsSchema } from '../../../convex/model/agent.ts'
import { describeSettings } from '../../../dashboard/features/agents/describeSettings.ts'
import {
  type AgentDraft,
  changedPaths,
  emptyDraft,
  rebase,
  SETTING_PATHS,
} from '../../../dashboard/features/agents/draft.ts'
import { checkForm } from '../../../dashboard/lib/formErrors.ts'

const base = agentSettingsSchema.parse({ name: 'Front desk', instructions: 'Be kind.' })

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
      speed: null,
      silenceTimeoutSec: 2.5,
      maxDurationSec: 10,
      fallbackNumber: '12345',
      greeting: { type: 'fixed', text: ' ' },
    },
  }
  expect(errorsOf(draft)).toEqual({
    'voice.speed': 'Enter a number from 0.25 to 1.5.',
    'voice.silenceTimeoutSec': 'Enter a whole number from 0 to 600 s.',
    'voice.maxDurationSec': 'Enter a whole number from 30 to 3480 s.',
    'voice.fallbackNumber':
      'Write the number in E.164 form: + and country code, digits only, like +12025550100.',
    'voice.greeting.text': 'Write what the agent says first.',
  })
})

test('changed settings are named by their paths, whatever the order of keys', () => {
  const { name, ...rest } = withVoice(base, { speed: 1.2, greeting: { type: 'none' } })
  expect(changedPaths(base, { ...rest, name })).toEqual(['voice.greeting', 'voice.speed'])
  expect(changedPaths(base, base)).toEqual([])
})

test('my changes go on top of theirs, and theirs stay where I changed nothing', () => {
  const mine = { ...withVoice(base, { speed: 1.2, voice: 'coral' }), name: 'Reception' }
  const theirs = {
    ...withVoice(base, { voice: 'sage', bargeIn: false }),
    instructions: 'Be brief.',
  }
  expect(rebase({ base, baseVersion: 1, values: mine }, theirs)).toEqual({
    ...withVoice(base, { speed: 1.2, voice: 'coral', bargeIn: false }),
    name: 'Reception',
    instructions: 'Be brief.',
  })
})

test('every setting can be compared in words', () => {
  expect(describeSettings(base).map(({ path }) => path)).toEqual(SETTING_PATHS)
})
