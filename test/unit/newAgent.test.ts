import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { agentSettingsSchema } from '../../convex/model/agent.ts'
import { DEFAULT_CHAT_MODEL, RACHEL } from '../../convex/model/engines/pipeline/catalogue.ts'
import { parseConfig } from '../../worker/config.ts'
import { editedSince, firstAgent, remember } from '../local/firstAgent.ts'
import { readPrompt } from '../local/prompt.ts'
import { loadSettings } from '../local/settings.ts'

/** The first agent of an installation with these settings, as it is stored. */
const agentBy = (env: NodeJS.ProcessEnv) =>
  agentSettingsSchema.parse(firstAgent(loadSettings(env, null)))

const problemsOf = (env: Record<string, string>) => parseConfig(env).problems.join('\n')

test('without settings, the agent that ships answers', () => {
  const agent = agentBy({})
  expect(agent.instructions).toContain('Harbour Dental')
  expect(agent.engine).toMatchObject({ engine: 'realtime', voice: 'marin' })
  expect(agent.voice.greeting).toMatchObject({ type: 'fixed', interruptible: true })
})

test('every setting for new agents is copied into the first one', () => {
  const agent = agentBy({
    OPENAI_MODEL: 'gpt-realtime-2',
    OPENAI_VOICE: 'alloy',
    SYSTEM_PROMPT: 'You sell shoes.',
    WELCOME_MESSAGE: 'Shoes, hello!',
    INPUT_TRANSCRIPTION_MODEL: 'gpt-4o-mini-transcribe',
    INPUT_TRANSCRIPTION_LANGUAGE: 'de',
    HUMAN_AGENT_NUMBER: '+12025550123',
    TWILIO_HUMAN_LABEL: 'Ms Lee',
  })
  expect(agent.instructions).toBe('You sell shoes.')
  expect(agent.engine).toMatchObject({
    model: 'gpt-realtime-2',
    voice: 'alloy',
    transcription: { model: 'gpt-4o-mini-transcribe', language: 'de' },
  })
  expect(agent.voice).toMatchObject({
    greeting: { type: 'fixed', text: 'Shoes, hello!' },
    fallbackNumber: '+12025550123',
  })
  expect(agent.tools.destinations).toMatchObject([
    { name: 'Ms Lee', target: { kind: 'phone', phoneNumber: '+12025550123' }, mode: 'warm' },
  ])
})

test('the form of a new agent starts with the same', () => {
  const env = {
    SYSTEM_PROMPT: 'You sell shoes.',
    OPENAI_VOICE: 'alloy',
    OPENAI_MODEL: 'gpt-realtime-2',
  }
  const { newAgent } = parseConfig(env)
  expect(newAgent).toMatchObject({
    instructions: 'You sell shoes.',
    voice: { greeting: { type: 'generated' } },
    engine: { engine: 'realtime', model: 'gpt-realtime-2', voice: 'alloy' },
  })
  expect(parseConfig({}).newAgent.instructions).toBe('')
})

test('another prompt than ours greets in its own words', () => {
  expect(agentBy({ SYSTEM_PROMPT: 'You sell shoes.' }).voice.greeting.type).toBe('generated')
})

test.each([
  ['gpt-4o-realtime', 'gpt-realtime-2.1'],
  ['gpt-4o-realtime-preview-2024-12-17', 'gpt-realtime-2.1'],
  ['gpt-4o-mini-realtime-preview', 'gpt-realtime-2.1-mini'],
])('the retired model %s becomes %s, with a sentence', (model, successor) => {
  expect(agentBy({ OPENAI_MODEL: model }).engine).toMatchObject({ model: successor })
  expect(problemsOf({ OPENAI_MODEL: model })).toContain(
    `OPENAI_MODEL is “${model}”: new agents use ${successor}, its successor.`,
  )
})

test('a voice of text to speech becomes the nearest, with a sentence', () => {
  expect(agentBy({ OPENAI_VOICE: 'Nova' }).engine).toMatchObject({ voice: 'marin' })
  expect(problemsOf({ OPENAI_VOICE: 'nova' })).toContain('calls use “marin”, the nearest')
})

function language(env: NodeJS.ProcessEnv): string | null {
  const { engine } = agentBy(env)
  return engine.engine === 'realtime' ? engine.transcription.language : null
}

test('the language of callers: not set, set to nothing, set', () => {
  expect(language({})).toBe('locale')
  expect(language({ INPUT_TRANSCRIPTION_LANGUAGE: '' })).toBe('auto')
  expect(language({ INPUT_TRANSCRIPTION_LANGUAGE: 'EN' })).toBe('en')
})

test('a SIP address of a person is a destination, and told to be no fallback number', () => {
  const env = { HUMAN_AGENT_NUMBER: 'sip:desk@example.com' }
  expect(agentBy(env).voice.fallbackNumber).toBeNull()
  expect(agentBy(env).tools.destinations).toMatchObject([
    { name: 'Human agent', target: { kind: 'sip', uri: 'sip:desk@example.com' } },
  ])
  expect(problemsOf(env)).toContain('it is no fallback number')
})

test('the form of a new agent has the person, too; without one there is no destination', () => {
  const { tools } = parseConfig({ HUMAN_AGENT_NUMBER: '+12025550123' }).newAgent
  expect(tools.destinations).toHaveLength(1)
  expect(parseConfig({}).newAgent.tools.destinations).toEqual([])
})

test('a name without a person is told to have no effect', () => {
  expect(problemsOf({ TWILIO_HUMAN_LABEL: 'Ms Lee' })).toContain(
    'TWILIO_HUMAN_LABEL has no effect: HUMAN_AGENT_NUMBER',
  )
})

test.each([
  ['OPENAI_MODEL', 'gpt-image-1', 'a Realtime model'],
  ['OPENAI_MODEL', 'asst_123', 'a Realtime model'],
  ['OPENAI_VOICE', 'Rachel', 'one of marin, cedar'],
  ['INPUT_TRANSCRIPTION_MODEL', 'whisper-9', 'one of gpt-transcribe'],
  ['INPUT_TRANSCRIPTION_LANGUAGE', 'klingon', 'a language'],
  ['HUMAN_AGENT_NUMBER', '555', 'a number in E.164'],
  ['TWILIO_PHONE_NUMBER', '+1234567890', 'a number in E.164'],
])('%s=%s is answered with a sentence', (name, value, expected) => {
  expect(problemsOf({ [name]: value })).toContain(`${name} is “${value}”: it must be ${expected}`)
})

const ELEVENLABS_API_KEY = 'sk_0123456789abcdef'

test('with a key of ElevenLabs’ and no Realtime model, an agent is its pipeline from the start', () => {
  const { engine } = agentBy({ ELEVENLABS_API_KEY, OPENAI_API_KEY: 'sk-right' })
  expect(engine).toMatchObject({
    engine: 'pipeline',
    ears: { vendor: 'elevenlabs', model: 'scribe_v2_realtime' },
    brain: { kind: 'responses', model: DEFAULT_CHAT_MODEL },
    mouth: { vendor: 'elevenlabs', voice: RACHEL, model: 'eleven_flash_v2_5' },
    vad: { on: true },
  })
})

test('its voice, its model, its language and the voice detection are settings', () => {
  const env = {
    ELEVENLABS_API_KEY,
    ELEVENLABS_VOICE_ID: 'pNInz6obpgDQGcFmaJgB',
    OPENAI_MODEL: 'gpt-6-sol',
    INPUT_TRANSCRIPTION_LANGUAGE: 'de',
    VAD_ENABLED: 'false',
  }
  expect(agentBy(env).engine).toMatchObject({
    ears: { language: 'de' },
    brain: { model: 'gpt-6-sol' },
    mouth: { voice: 'pNInz6obpgDQGcFmaJgB' },
    vad: { on: false },
  })
  expect(agentBy({ ...env, ELEVENLABS_VOICE_ID: 'rachel' }).engine).toMatchObject({
    mouth: { voice: RACHEL },
  })
})

test('a Realtime model talks by itself, whichever keys there are; so does what is simulated', () => {
  expect(agentBy({ ELEVENLABS_API_KEY, OPENAI_MODEL: 'gpt-realtime' }).engine.engine).toBe(
    'realtime',
  )
  const simulated = parseConfig({ ELEVENLABS_API_KEY: 'simulated', SIMULATED_VOICE: 'true' })
  expect(simulated.newAgent.engine.engine).toBe('realtime')
})

test('a model that only writes thinks, and without ElevenLabs OpenAI Realtime hears and speaks', () => {
  expect(agentBy({ OPENAI_MODEL: 'gpt-6-sol', OPENAI_VOICE: 'alloy' }).engine).toMatchObject({
    engine: 'pipeline',
    ears: { vendor: 'openai' },
    brain: { kind: 'responses', model: 'gpt-6-sol' },
    mouth: { vendor: 'openai', voice: 'alloy' },
  })
})

test('an endpoint of one’s own thinks, and the voice is as the other settings have it', () => {
  const BRAIN_URL = 'https://example.com/agent'
  const brain = { kind: 'http', url: BRAIN_URL }
  const ears = { vendor: 'openai', model: 'gpt-realtime-2' }
  const byOpenAi = agentBy({ BRAIN_URL, OPENAI_MODEL: 'gpt-realtime-2' })
  expect(byOpenAi.engine).toMatchObject({ ears, brain, mouth: ears })
  expect(agentBy({ BRAIN_URL, ELEVENLABS_API_KEY }).engine).toMatchObject({
    ears: { vendor: 'elevenlabs' },
    brain,
  })
})

test.each([
  ['gpt-4o-mini', 'new agents use gpt-6-luna, its successor. OpenAI shuts it down on 2027-01-14.'],
  ['gpt-4o-mini-2024-07-18', 'new agents use gpt-6-luna, its successor.'],
])('the ending model %s becomes its successor, with a sentence', (model, sentence) => {
  const env = { ELEVENLABS_API_KEY, OPENAI_MODEL: model }
  expect(agentBy(env).engine).toMatchObject({ brain: { model: 'gpt-6-luna' } })
  expect(problemsOf(env)).toContain(sentence)
})

test.each([
  [{ ELEVENLABS_API_KEY, OPENAI_VOICE: 'alloy' }, 'OPENAI_VOICE has no effect on new agents'],
  [
    { ELEVENLABS_API_KEY, INPUT_TRANSCRIPTION_MODEL: 'whisper-1' },
    'INPUT_TRANSCRIPTION_MODEL has no effect on new agents',
  ],
  [{ ELEVENLABS_VOICE_ID: 'Rachel' }, 'ELEVENLABS_VOICE_ID has no effect on new agents'],
  [{ VAD_ENABLED: 'true' }, 'VAD_ENABLED has no effect on new agents'],
])('%j: what is of no use is told', (env, sentence) => {
  expect(problemsOf(env)).toContain(sentence)
})

test('what an ElevenLabs agent uses is told nothing about', () => {
  const env = { ELEVENLABS_API_KEY, ELEVENLABS_VOICE_ID: 'Rachel', VAD_ENABLED: 'true' }
  expect(problemsOf(env)).not.toMatch(/no effect|not used/)
})

function folderWith(prompt: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'prompt-'))
  mkdirSync(join(folder, 'config/folder.md'), { recursive: true })
  writeFileSync(join(folder, 'config/agent_prompt.md'), prompt)
  writeFileSync(join(folder, 'mine.md'), '\uFEFF You sell hats. \n')
  writeFileSync(join(folder, 'utf16.md'), Buffer.from('\uFEFFYou', 'utf16le'))
  return folder
}

test('the prompt is the file of PROMPT_PATH, else SYSTEM_PROMPT, else the one that ships', () => {
  const folder = folderWith('You sell shoes.')
  const from = (path?: string, text?: string) => readPrompt(folder, { path, text })
  expect(from()).toEqual({ text: 'You sell shoes.', from: 'config/agent_prompt.md' })
  expect(from(undefined, 'You wait.')).toEqual({ text: 'You wait.', from: 'SYSTEM_PROMPT' })
  expect(from('mine.md', 'You wait.')).toEqual({ text: 'You sell hats.', from: 'mine.md' })
  expect(from(join(folder, 'mine.md')).text).toBe('You sell hats.')
})

test.each([
  ['none.md', 'there is no such file. Write there what the agent is for'],
  ['config/folder.md', 'this is a folder'],
  ['utf16.md', 'it is not UTF-8'],
])('PROMPT_PATH=%s is answered with a sentence', (path, why) => {
  const folder = folderWith('x')
  expect(() => readPrompt(folder, { path, text: undefined })).toThrow(
    `PROMPT_PATH is “${path}”: ${why}`,
  )
})

test('an empty prompt is answered with a sentence', () => {
  expect(() => readPrompt(folderWith(' \n'), { path: undefined, text: undefined })).toThrow(
    'config/agent_prompt.md is empty',
  )
})

test('a prompt that was edited is noticed until it is dealt with', () => {
  const STATE_DIR = mkdtempSync(join(tmpdir(), 'state-'))
  const at = (text: string) => loadSettings({ STATE_DIR, SYSTEM_PROMPT: text }, null)
  expect(editedSince(at('one'))).toBeNull()
  remember(at('one'), 'agent-1')
  expect(editedSince(at('one'))).toBeNull()
  expect(editedSince(at('two'))).toMatchObject({ agentId: 'agent-1' })
  remember(at('two'), 'agent-1')
  expect(editedSince(at('two'))).toBeNull()
})
