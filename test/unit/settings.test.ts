import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { loadSettings } from '../local/settings.ts'
import { parseConfig } from '../../worker/config.ts'
import { SETTING_FACTS } from '../../worker/settings/facts.ts'
import { parseSettings } from '../../worker/settings/parse.ts'
import { settingsSchema } from '../../worker/settings/schema.ts'

const EXAMPLE = readFileSync(new URL('../../.dev.vars.example', import.meta.url), 'utf8')
const NAMES = settingsSchema.keyof().options

function team(domain: string): string | undefined {
  return parseConfig({ ACCESS_TEAM_DOMAIN: domain, ACCESS_AUD: 'aud' }).signIn.access?.team
}

function complaint(env: Record<string, string>): string | undefined {
  return parseConfig(env).problems.find((problem) => problem.startsWith('Nobody can sign in'))
}

describe('the example file', () => {
  test.each(NAMES)('documents %s', (name) => {
    const settable = Object.hasOwn(SETTING_FACTS, name)
    expect(EXAMPLE).toMatch(new RegExp(settable ? `^${name}=` : `^# ${name} `, 'm'))
  })

  test('holds nothing but defaults', () => {
    const values = EXAMPLE.matchAll(/^([A-Z_]+)=(.+)$/gm)
    const local = loadSettings({}, null)
    const defaults: Record<string, unknown> = { ...local.worker, ...local }
    for (const [, name = '', value] of values)
      expect([name, value]).toEqual([name, String(defaults[name])])
  })
})

describe('settings', () => {
  test('a wrong one counts as missing, and does not take the others with it', () => {
    const { settings, given, wrong } = parseSettings({
      TWILIO_ACCOUNT_SID: 'AC12',
      LOCATION_HINT: 'moon',
      MAX_CONCURRENT_CALLS: '3',
      OPENAI_API_KEY: ' ',
    })
    expect([...given]).toEqual(['MAX_CONCURRENT_CALLS'])
    expect(settings).toMatchObject({ MAX_CONCURRENT_CALLS: 3, LOCATION_HINT: 'enam' })
    expect(wrong).toHaveLength(2)
  })

  /** Every kind of wrong value: the setting, the value, and why it is not usable. */
  test.each([
    ['PUBLIC_URL', 'http://abc.ngrok.app', 'Twilio opens media streams over TLS only'],
    ['PUBLIC_URL', 'https://abc.ngrok.app/twilio/voice', 'a path is no part of it'],
    ['PUBLIC_URL', 'https://abc.ngrok.app?x=1', 'a query or fragment is no part of it'],
    ['PUBLIC_URL', 'wss://abc.ngrok.app', 'it must be an origin'],
    ['PUBLIC_URL', 'my tunnel', 'it must be an origin'],
    ['TWILIO_ACCOUNT_SID', 'ACxxxxx', 'it must be AC and 32 hex digits'],
    ['TWILIO_AUTH_TOKEN', 'your-twilio-auth-token', 'the placeholder of an example'],
    ['TWILIO_AUTH_TOKEN', 'ab cd', 'white space'],
    ['TWILIO_BASE_URL', 'api.twilio.com', 'it must be an address'],
    ['OPENAI_API_KEY', 'sk-...', 'the placeholder of an example'],
    ['OPENAI_API_KEY', 'sk-xxxxx', 'the placeholder of an example'],
    ['OPENAI_API_KEY', '"sk-abc"', 'quotes stand around it'],
    ['OPENAI_API_KEY', 'sk-abc\u200b', 'a character in it that no key has'],
    ['OPENAI_BASE_URL', 'https://api.openai.com', 'the version is missing at its end'],
    ['OPENAI_BASE_URL', 'wss://api.openai.com/v1', 'it must be an address'],
    ['CONVEX_URL', 'happy-animal-123', 'it must be the address of a Convex deployment'],
    ['CONVEX_URL', 'https://happy-animal-123.convex.site', 'ends in .convex.cloud'],
    ['AUTH_PRIVATE_KEY', '{"kty":"RSA"}', 'it must be an ES256 private key'],
    ['SECRETS_KEY', 'c2VjcmV0', 'it must be 32 random bytes in base64'],
    ['LOCAL_EXCEPTIONS', '10.0.0.1:3000', 'it must be hosts and ports of this machine'],
    ['LOCAL_EXCEPTIONS', 'localhost:3000,example.com:80', 'hosts and ports of this machine'],
    ['LOCAL_EXCEPTIONS', 'localhost', 'hosts and ports of this machine'],
    ['LOCAL_EXCEPTIONS', 'http://localhost:3000', 'hosts and ports of this machine'],
    ['LOCAL_EXCEPTIONS', 'localhost:3000/agent', 'hosts and ports of this machine'],
    ['LOCAL_EXCEPTIONS', 'localhost@10.0.0.1:3000', 'hosts and ports of this machine'],
    ['LOCAL_EXCEPTIONS', 'localhost.example.com:80', 'hosts and ports of this machine'],
    ['LOCAL_EXCEPTIONS', '127.0.0.2:80', 'hosts and ports of this machine'],
    ['ACCESS_TEAM_DOMAIN', 'http://a.cloudflareaccess.com', 'keys are fetched from it'],
    ['ACCESS_AUD', 'your-aud', 'the placeholder of an example'],
    ['SIGN_IN_TOKEN', 'secret', 'it must be the end of its life'],
    ['MAX_CONCURRENT_CALLS', '0', 'it must be a whole number'],
    ['MAX_CONCURRENT_CALLS', '1e3', 'it must be a whole number'],
    ['MAX_CONCURRENT_CALLS', '2.5', 'it must be a whole number'],
    ['LOCATION_HINT', 'europe', 'it must be one of wnam, enam'],
    ['SIMULATED_PHONE', 'yes', 'it must be true or false'],
    ['ELEVENLABS_VOICE_ID', 'Adam', 'the id of a voice'],
    ['VAD_ENABLED', 'maybe', 'it must be true or false'],
    ['BRAIN_URL', 'my-server', 'it must be a whole address'],
  ])('%s=%s is answered with what is wrong, what it must be and an example', (name, value, why) => {
    const [sentence = '', ...others] = parseSettings({ [name]: value }).wrong
    expect(others).toEqual([])
    expect(sentence).toContain(why)
    expect(sentence).toMatch(new RegExp(`^${name} .* must be .*, for example .+`))
    const isSecret = /KEY|TOKEN/.test(name)
    expect(sentence).toContain(isSecret ? 'not shown here' : `“${value}”`)
    expect(sentence.includes(value)).toBe(!isSecret)
  })

  test('a secret in the wrong place is not quoted, nor the login in an address', () => {
    const token = '9876543210abcdef9876543210abcdef'
    const { wrong } = parseSettings({
      TWILIO_ACCOUNT_SID: token,
      OPENAI_BASE_URL: 'sk-proj-abc',
      TWILIO_BASE_URL: 'https://me:secret@example.com/?x',
    })
    expect(wrong).toHaveLength(3)
    expect(wrong.join()).not.toMatch(/9876543210|sk-proj-abc|secret/)
  })

  test.each([
    ['abc.ngrok.app', 'https://abc.ngrok.app'],
    [' https://abc.ngrok.app/ ', 'https://abc.ngrok.app'],
    ['127.0.0.1:8787', 'http://127.0.0.1:8787'],
    ['http://localhost:8787', 'http://localhost:8787'],
    ['https://CALLS.example.com:443', 'https://calls.example.com'],
  ])('PUBLIC_URL=%s is used as %s', (value, used) => {
    expect(parseConfig({ PUBLIC_URL: value }).publicUrl).toBe(used)
  })

  test('servers of this machine are listed by host and port, as addresses are written', () => {
    const { localExceptions } = parseConfig({
      LOCAL_EXCEPTIONS: ' LOCALHOST:3000, 127.1:80 ,[0:0::1]:8443',
    })
    expect(localExceptions).toEqual(['localhost:3000', '127.0.0.1:80', '[::1]:8443'])
    expect(parseConfig({}).localExceptions).toEqual([])
  })

  test('what is written unquoted in wrangler.toml is read as well', () => {
    expect(parseSettings({ MAX_CONCURRENT_CALLS: 50 }).settings.MAX_CONCURRENT_CALLS).toBe(50)
  })

  test.each([
    ['WEBHOOK_URL', 'https://a.example', 'PUBLIC_URL'],
    ['TWILIO_STREAM_URL', 'wss://a.example/media', 'PUBLIC_URL'],
    ['AGENT_WORKFLOW_ID', 'asst_123', 'shut its assistants down on 2026-08-26'],
    ['AGENT_WORKFLOW_ID', 'wf_123', 'run it on your own server'],
    ['AGENT_WORKFLOW_ID', 'pmpt_123', 'Copy the prompt’s text'],
    ['AGENT_WORKFLOW_ID', 'workflow_xxxxx', 'not used. Here SYSTEM_PROMPT'],
    ['VAD_MODEL_PATH', 'models/silero_vad.onnx', 'Silero ships with Switchboard'],
  ])('%s=%s of another system has an answer', (name, value, answer) => {
    const told = parseConfig({ [name]: value }).problems.filter((text) => text.startsWith(name))
    expect(told).toEqual([expect.stringContaining(answer)])
    expect(parseConfig({ [name]: '' }).problems.join()).not.toContain(name)
  })

  test('a name that is no setting is told, with the one that was meant', () => {
    const { problems } = parseConfig({ OPENAI_APIKEY: 'x', COLOUR: 'blue', CALLS: {} })
    expect(problems).toContain(
      'OPENAI_APIKEY is no setting of Switchboard: did you mean OPENAI_API_KEY?',
    )
    expect(problems).toContain('COLOUR is no setting of Switchboard.')
    expect(problems.join()).not.toMatch(/CALLS is no setting/)
  })

  test('shared keys are read by name, and never quoted', () => {
    const right = parseConfig({ TWILIO_SHARED_KEYS: ' one=first, two=with=equals ' })
    expect(right.twilio.sharedKeys).toEqual({ one: 'first', two: 'with=equals' })
    const wrong = parseConfig({ TWILIO_SHARED_KEYS: 'one=first,hunter2' })
    expect(wrong.twilio.sharedKeys).toEqual({})
    expect(wrong.problems.join()).toContain('it must be name=secret, with commas between several')
    expect(wrong.problems.join()).not.toContain('hunter2')
  })

  test('keys of Cloudflare Access are never fetched without TLS, but for this machine', () => {
    expect(team('team.cloudflareaccess.com')).toBe('https://team.cloudflareaccess.com')
    expect(team('http://team.cloudflareaccess.com')).toBeUndefined()
    expect(team('http://127.0.0.1:9')).toBe('http://127.0.0.1:9')
  })

  test('a deployment into which nobody can sign in says so', () => {
    expect(complaint({})).toBeDefined()
    expect(complaint({ ACCESS_AUD: 'half of it' })).toBeDefined()
    expect(complaint({ OPERATOR_PASSWORD: 'x' })).toBeUndefined()
  })
})
