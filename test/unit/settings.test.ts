import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { parseConfig } from '../../worker/config.ts'
import { parseSettings, SETTING_FACTS, settingsSchema } from '../../worker/settings.ts'

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
    const settable = SETTING_FACTS[name] !== undefined
    expect(EXAMPLE).toMatch(new RegExp(settable ? `^${name}=` : `^# ${name} `, 'm'))
  })

  test('holds nothing but defaults', () => {
    const values = EXAMPLE.matchAll(/^([A-Z_]+)=(.+)$/gm)
    const defaults: Record<string, unknown> = { ...parseSettings({}).settings, PORT: 8787 }
    for (const [, name = '', value] of values)
      expect([name, value]).toEqual([name, String(defaults[name])])
  })
})

describe('settings', () => {
  test('a wrong one counts as missing and is named, but never quoted', () => {
    const { settings, given, wrong } = parseSettings({
      TWILIO_ACCOUNT_SID: 'my-secret',
      PUBLIC_URL: 'calls.example.com',
      LOCATION_HINT: 'moon',
      MAX_CONCURRENT_CALLS: '3',
      OPENAI_API_KEY: '',
    })
    expect([...given]).toEqual(['MAX_CONCURRENT_CALLS'])
    expect(settings).toMatchObject({ MAX_CONCURRENT_CALLS: 3, LOCATION_HINT: 'enam' })
    expect(wrong).toHaveLength(3)
    expect(wrong.join()).not.toMatch(/my-secret|calls\.example|moon/)
  })

  test('shared keys are read by name, and never quoted', () => {
    const right = parseConfig({ TWILIO_SHARED_KEYS: ' one=first, two=with=equals ' })
    expect(right.twilio.sharedKeys).toEqual({ one: 'first', two: 'with=equals' })
    const wrong = parseConfig({ TWILIO_SHARED_KEYS: 'one=first,hunter2' })
    expect(wrong.twilio.sharedKeys).toEqual({})
    expect(wrong.problems.join()).toContain('TWILIO_SHARED_KEYS is not usable: it must be name=')
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
