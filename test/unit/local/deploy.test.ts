import { describe, expect, test } from 'vitest'
import { deployFindings, type DeployFacts, sentAlong } from '../../local/deployChecks.ts'
import { nextSteps } from '../../local/deployNext.ts'

const ORIGIN = 'https://switchboard.harbour.workers.dev'
const ENOUGH = [
  'PUBLIC_URL',
  'OPENAI_API_KEY',
  'TWILIO_ACCOUNT_SID',
  'TWILIO_AUTH_TOKEN',
  'OPERATOR_PASSWORD',
]

interface Parts extends Partial<Omit<DeployFacts, 'config'>> {
  config?: Partial<DeployFacts['config']>
}

function facts({ config, ...parts }: Parts = {}): DeployFacts {
  return {
    config: { name: 'switchboard', bound: ['Call'], migrated: ['Call'], vars: {}, ...config },
    cloudflare: { state: 'known', names: ENOUGH },
    file: null,
    changed: [],
    commit: 'abc1234',
    dryRun: false,
    ...parts,
  }
}

const known = (...names: string[]): Parts => ({ cloudflare: { state: 'known', names } })

test('where all is there, there is nothing to say', () => {
  expect(deployFindings(facts())).toEqual({ stops: [], notes: [] })
})

describe('a deploy is stopped by', () => {
  test.each<[what: string, parts: Parts, why: string]>([
    [
      'a secret for all to read',
      { config: { vars: { OPENAI_API_KEY: 'sk-proj-secret' } } },
      'OPENAI_API_KEY is a secret, and stands under [vars]',
    ],
    [
      'an object that no migration makes',
      { config: { bound: ['Call', 'Chat'] } },
      'Chat is bound in wrangler.toml, and no migration makes it',
    ],
    ['a wrong value', { file: { MAX_CONCURRENT_CALLS: 'many' } }, 'it must be a whole number'],
    ['a wrong value for all', { config: { vars: { LOCATION_HINT: 'moon' } } }, 'wnam, enam'],
    ['a value that is too long', { file: { SYSTEM_PROMPT: 'ä'.repeat(2561) } }, '5 KB of each'],
    ['an address of this machine', { file: { PUBLIC_URL: 'localhost:8787' } }, 'nobody reaches'],
    ['nobody’s being signed in', { cloudflare: { state: 'signed_out' } }, 'npx wrangler login'],
  ])('%s', (_, parts, why) => {
    const { stops } = deployFindings(facts(parts))
    expect(stops).toEqual([expect.stringContaining(why)])
    expect(stops.join()).not.toContain('secret-')
    expect(stops.join()).not.toContain('sk-proj')
  })

  test('no setting that is missing: the first deploy makes the Worker that they are set for', () => {
    expect(deployFindings(facts({ cloudflare: { state: 'new' } })).stops).toEqual([])
  })
})

const notesOf = (parts: Parts) => deployFindings(facts(parts)).notes

describe('it is told', () => {
  test('what is missing, in what is set and in what goes along', () => {
    expect(notesOf(known('PUBLIC_URL', 'OPENAI_API_KEY', 'OPERATOR_PASSWORD'))).toEqual([
      'TWILIO_AUTH_TOKEN is not set: requests from Twilio are refused.',
    ])
    const file = { TWILIO_AUTH_TOKEN: '0123456789abcdef' }
    expect(
      notesOf({ ...known('PUBLIC_URL', 'OPENAI_API_KEY', 'OPERATOR_PASSWORD'), file }),
    ).toEqual([])
    expect(notesOf(known(...ENOUGH, 'CONVEX_URL'))).toEqual([
      'AUTH_PRIVATE_KEY is not set: Convex will refuse this Worker.',
    ])
  })

  test('what nobody knows, but not that it is missing', () => {
    expect(notesOf({ cloudflare: { state: 'unknown', why: 'Timed out.' } })).toEqual([
      'It is not known which settings are set at Cloudflare: Timed out.',
    ])
    expect(notesOf({ cloudflare: { state: 'signed_out' }, dryRun: true })).toHaveLength(1)
  })

  test('a name that is no setting, and a password that is short', () => {
    expect(notesOf(known(...ENOUGH, 'OPENAI_APIKEY'))).toEqual([
      'OPENAI_APIKEY is no setting of Switchboard: did you mean OPENAI_API_KEY?',
    ])
    expect(notesOf({ file: { OPERATOR_PASSWORD: 'short' } })).toEqual([
      'OPERATOR_PASSWORD is short: use 12 characters or more.',
    ])
  })

  test('what is in no commit', () => {
    expect(notesOf({ changed: ['a', 'b', 'c', 'd', 'e', 'f', 'g'] })).toEqual([
      'What is deployed is in no commit: a, b, c, d, e and 2 more changed since the last one.',
    ])
    expect(notesOf({ changed: null })).toEqual([])
  })
})

test('what this machine and other tools keep in a file does not go along', () => {
  const file = { OPENAI_API_KEY: 'sk', PORT: '1', CONVEX_DEPLOY_KEY: 'prod:x', SIGN_IN_TOKEN: 'x' }
  expect(sentAlong({ ...file, SIMULATED_MODEL: 'true', FOO: '1' })).toEqual({
    OPENAI_API_KEY: 'sk',
  })
})

describe('what comes next', () => {
  test('is what is missing, the sign-in, the number and a look', () => {
    const text = nextSteps(facts(known('OPENAI_API_KEY')), ORIGIN)
    expect(text).toContain(`secret put PUBLIC_URL   # ${ORIGIN}`)
    expect(text).toContain('secret put TWILIO_AUTH_TOKEN')
    expect(text).toContain('secret put OPERATOR_PASSWORD')
    expect(text).not.toContain('secret put OPENAI_API_KEY')
    expect(text).toContain(`${ORIGIN}/twilio/fallback`)
    expect(text).toContain(`curl ${ORIGIN}/health`)
    expect(text).not.toContain('npx convex')
  })

  test('is less where all is set', () => {
    const text = nextSteps(facts(known(...ENOUGH, 'CONVEX_URL')), ORIGIN)
    expect(text).not.toContain('secret put')
    expect(text).toContain('npx convex deploy')
    expect(text).toContain(`Sign in by the password:\n     ${ORIGIN}`)
  })

  test('names the address that goes along, and the way in that there is', () => {
    const file = { PUBLIC_URL: 'https://calls.example.com/' }
    const names = [...ENOUGH, 'ACCESS_TEAM_DOMAIN', 'ACCESS_AUD']
    const text = nextSteps(facts({ ...known(...names), file }), ORIGIN)
    expect(text).toContain('https://calls.example.com/auth/access')
    expect(text).not.toContain('workers.dev')
  })
})
