import { describe, expect, test } from 'vitest'
import { agentSettingsSchema } from '../../../convex/model/agent.ts'
import {
  brainSchema,
  pipelineSettingsSchema,
} from '../../../convex/model/engines/pipeline/settings.ts'
import { describeSettings } from '../../../dashboard/features/agents/describeSettings.ts'
import type { EngineDraft } from '../../../dashboard/features/agents/draft.ts'
import {
  blankBrain,
  blankEars,
  blankMouth,
} from '../../../dashboard/features/agents/engines/pipelineOptions.ts'
import {
  type Preset,
  presetOf,
  presetOptions,
  withPreset,
} from '../../../dashboard/features/agents/engines/presets.ts'
import { sameValue } from '../../../dashboard/lib/sameValue.ts'

const SECRET = `sec_${'a'.repeat(22)}`
const OTHER_SECRET = `sec_${'b'.repeat(22)}`

function pipelineIn(draft: EngineDraft) {
  if (draft.engine !== 'pipeline') throw new Error(`This is ${draft.engine}.`)
  return draft
}

const names = (current: Preset) => presetOptions(current).map(({ value }) => value)

describe('presets', () => {
  const presets: Preset[] = ['realtime', 'your_brain', 'elevenlabs', 'echo']

  test.each(presets)('%s is what it was chosen as, wherever one comes from', (preset) => {
    expect(presetOf(withPreset(null, preset))).toBe(preset)
    for (const before of presets) {
      expect(presetOf(withPreset(withPreset(null, before), preset))).toBe(preset)
    }
  })

  test.each(presets)('%s that is chosen again stays as it is set', (preset) => {
    const draft = withPreset(null, preset)
    expect(sameValue(withPreset(draft, preset), draft)).toBe(true)
  })

  test('keep of a pipeline what they have no part in', () => {
    const before = pipelineIn(withPreset(null, 'elevenlabs'))
    const own = brainSchema.parse({ kind: 'http', url: 'https://a.example', bearer: SECRET })
    const tuned = {
      ...before,
      brain: own,
      vad: { ...before.vad, on: false },
      turnTaking: { pauseMs: 700, unfinishedPauseMs: 1500 },
    }
    const after = pipelineIn(withPreset(tuned, 'your_brain'))
    expect(after).toMatchObject({ brain: own, vad: tuned.vad, turnTaking: tuned.turnTaking })
    expect([after.ears.vendor, after.mouth.vendor]).toEqual(['openai', 'openai'])
    expect(pipelineIn(withPreset(after, 'elevenlabs')).brain).toEqual(own)
  })

  test('our own tools are off for a brain of one’s own', () => {
    expect(pipelineIn(withPreset(null, 'your_brain')).brain).toMatchObject({
      kind: 'http',
      tools: false,
    })
  })

  test('a mixture is shown where there is one, and never offered', () => {
    const mixed = { ...pipelineIn(withPreset(null, 'elevenlabs')), mouth: blankMouth('openai') }
    expect(presetOf(mixed)).toBe('mixed')
    expect(withPreset(mixed, 'mixed')).toBe(mixed)
    expect(names('mixed')).toContain('mixed')
    expect(names('realtime')).not.toContain('mixed')
  })
})

test('parts that nobody has set lack only what nobody can guess', () => {
  const settings = {
    engine: 'pipeline',
    ears: blankEars('openai'),
    brain: blankBrain('chat_completions'),
    mouth: blankMouth('elevenlabs'),
  }
  const { error } = pipelineSettingsSchema.safeParse(settings)
  expect(error?.issues.map(({ path }) => path.join('.'))).toEqual(['brain.baseUrl', 'brain.model'])
})

describe('two versions of a pipeline', () => {
  const base = agentSettingsSchema.parse({
    name: 'Front desk',
    instructions: 'Be kind.',
    engine: { engine: 'pipeline' },
  })

  function textsOf(engine: object): Map<string, string> {
    const settings = agentSettingsSchema.parse({ ...base, engine: { ...base.engine, ...engine } })
    return new Map(describeSettings(settings).map(({ path, text }) => [path, text]))
  }

  test('are compared in every setting', () => {
    const paths = [...textsOf({}).keys()].filter((path) => path.startsWith('engine.'))
    const keys = Object.keys(base.engine).filter((key) => key !== 'engine')
    expect(paths.toSorted()).toEqual(keys.map((key) => `engine.${key}`).toSorted())
  })

  test('tell who hears, thinks and speaks', () => {
    const texts = textsOf({})
    expect(texts.get('engine.ears')).toBe(
      'ElevenLabs Scribe, Scribe v2 Realtime; The agent’s own language; turns end after a pause',
    )
    expect(texts.get('engine.brain')).toBe('OpenAI model, GPT-5.6 Luna; reasoning none')
    expect(texts.get('engine.mouth')).toBe(
      'ElevenLabs, Eleven Flash v2.5; voice Rachel; stability 0.5, similarity 0.75, speed 1 ×',
    )
    expect(texts.get('engine.spares')).toBe('Nobody')
    const spares = { mouth: { vendor: 'openai' } }
    expect(textsOf({ spares }).get('engine.spares')).toBe(
      'Mouth: OpenAI Realtime, GPT Realtime 2.1; voice Verse; speed 1 ×',
    )
  })

  test('tell of a secret that it is there, and not which', () => {
    const brain = { kind: 'http', url: 'https://a.example/agent', signingSecret: SECRET }
    const text = textsOf({ brain }).get('engine.brain')
    expect(text).toBe(
      'Your own endpoint https://a.example/agent; signing secret stored; bearer token none; without our tools',
    )
    expect(text).not.toContain(SECRET)
    const other = { ...brain, signingSecret: OTHER_SECRET }
    expect(textsOf({ brain: other }).get('engine.brain')).not.toContain(OTHER_SECRET)
  })
})
