/** `npm run deploy` by the real wrangler, against as much of Cloudflare's API as it asks for. */
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Cloudflare, startCloudflare } from '../commands/cloudflare.ts'
import { Command } from '../commands/Command.ts'

const ROOT = join(import.meta.dirname, '../..')
const COPIED = ['package.json', 'wrangler.toml', 'tsconfig.json', 'convex', 'worker', 'test/local']

let folder: string
let cloudflare: Cloudflare
beforeAll(async () => {
  // A deploy builds the dashboard anew, and other tests look at that of the project.
  folder = mkdtempSync(join(tmpdir(), 'deploy-'))
  for (const path of COPIED) cpSync(join(ROOT, path), join(folder, path), { recursive: true })
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'))
  mkdirSync(join(folder, 'dashboard/dist'), { recursive: true })
  writeFileSync(join(folder, 'dashboard/dist/index.html'), '<!doctype html>')
  cloudflare = await startCloudflare()
})
afterAll(async () => {
  await cloudflare.close()
  rmSync(folder, { recursive: true, force: true })
})
beforeEach(() => {
  cloudflare.uploads.length = 0
  cloudflare.secrets = null
  config((text) => text)
})

/** What wrangler.toml says beside what it says; the dashboard is not built. */
function config(change: (text: string) => string): void {
  const text = readFileSync(join(ROOT, 'wrangler.toml'), 'utf8')
  const quick = text.replace(' && npm run --silent build:dashboard', '')
  expect(quick).not.toBe(text)
  writeFileSync(join(folder, 'wrangler.toml'), change(quick))
}

function settings(lines: string[]): string {
  const path = join(folder, 'production.local')
  writeFileSync(path, `${lines.join('\n')}\n`)
  return path
}

const deploy = (args: string[], env: Record<string, string> = cloudflare.env) =>
  new Command(['--silent', 'run', 'deploy', '--', ...args], { ...ELSEWHERE, ...env }, folder)
    .finished

/** Wrangler starts twice, and bundles, on a machine that runs all the other tests at the same time. */
const PATIENCE_MS = 180_000

/** Who runs the tests may be signed in. */
const ELSEWHERE = { XDG_CONFIG_HOME: '/nowhere', WRANGLER_SEND_METRICS: 'false' }

test(
  'a first deploy brings the settings of a file along, and says what comes next',
  async () => {
    const secrets = settings([
      'PUBLIC_URL=https://calls.example.com',
      'OPENAI_API_KEY=sk-proj-$HOME-${PATH}',
      'TWILIO_AUTH_TOKEN=0123456789abcdef0123456789abcdef',
      'TWILIO_ACCOUNT_SID=',
      'PORT=8787',
      'CONVEX_DEPLOY_KEY=prod:not-for-the-worker',
    ])
    const { code, stdout, stderr } = await deploy(['--secrets', secrets])
    expect(stderr).toBe('')
    expect(code).toBe(0)
    expect(stdout).toContain('There is no Worker “switchboard” at Cloudflare yet')
    expect(stdout).toContain('Nobody can sign in: set OPERATOR_PASSWORD')
    expect(stdout).toContain('npx wrangler secret put TWILIO_ACCOUNT_SID')
    expect(stdout).toContain('npx wrangler secret put OPERATOR_PASSWORD')
    expect(stdout).toContain('https://calls.example.com/twilio/voice')
    expect(stdout).not.toMatch(/sk-proj|0123456789abcdef|prod:/)
    const [upload, ...more] = cloudflare.uploads
    expect(more).toEqual([])
    const secret = upload?.bindings.filter(({ type }) => type === 'secret_text')
    expect(Object.fromEntries(secret?.map(({ name, text }) => [name, text]) ?? [])).toEqual({
      PUBLIC_URL: 'https://calls.example.com',
      OPENAI_API_KEY: 'sk-proj-$HOME-${PATH}',
      TWILIO_AUTH_TOKEN: '0123456789abcdef0123456789abcdef',
    })
    expect(upload).toMatchObject({
      code_update_strategy: { mode: 'deferred', max_delay: 3600 },
      // What was set before stays.
      keep_bindings: expect.arrayContaining(['secret_text']),
    })
    const made = upload?.migrations.steps.flatMap((step) => step.new_sqlite_classes)
    const bound = upload?.bindings.flatMap((binding) => binding['class_name'] ?? [])
    expect(made?.toSorted()).toEqual(bound?.toSorted())
  },
  PATIENCE_MS,
)

test(
  'a deploy without an address of one’s own tells the one that Cloudflare gave',
  async () => {
    cloudflare.secrets = [
      'OPENAI_API_KEY',
      'TWILIO_AUTH_TOKEN',
      'TWILIO_ACCOUNT_SID',
      'OPENAI_APIKEY',
    ]
    const { code, stdout } = await deploy([])
    expect(code).toBe(0)
    expect(stdout).toContain('PUBLIC_URL is not set')
    expect(stdout).toContain(
      'OPENAI_APIKEY is no setting of Switchboard: did you mean OPENAI_API_KEY?',
    )
    expect(stdout).toMatch(/secret put PUBLIC_URL +# https:\/\/switchboard\.harbour\.workers\.dev/)
    expect(stdout).not.toContain('secret put OPENAI_API_KEY')
  },
  PATIENCE_MS,
)

test(
  'a dry run needs no account, and sends nothing',
  async () => {
    const { code, stdout } = await deploy(['--dry-run'], {})
    expect(code).toBe(0)
    expect(stdout).toContain('Nobody is signed in to Cloudflare: it is not known which settings')
    expect(stdout).toContain('This was a dry run: nothing was sent to Cloudflare.')
    await deploy(['--dry-run', '--secrets', settings(['OPENAI_API_KEY=sk-proj-abc'])])
    expect(cloudflare.uploads).toEqual([])
  },
  PATIENCE_MS,
)

test(
  'who is not signed in is told so, and nothing is built',
  async () => {
    const { code, stdout, stderr } = await deploy([], {})
    expect(code).toBe(1)
    expect(stderr).toContain('This was not deployed.\nNobody is signed in to Cloudflare')
    expect(stdout).not.toContain('Total Upload')
  },
  PATIENCE_MS,
)

test(
  'what is wrong stops it before anything is sent, and no secret is quoted',
  async () => {
    config((text) => `${text}\n[vars]\nTWILIO_AUTH_TOKEN = "0123456789abcdef"\n`)
    const { code, stderr } = await deploy(['--secrets', settings(['MAX_CONCURRENT_CALLS=many'])])
    expect(code).toBe(1)
    expect(stderr).toContain('TWILIO_AUTH_TOKEN is a secret, and stands under [vars]')
    expect(stderr).toContain('it must be a whole number')
    expect(stderr).not.toContain('0123456789abcdef')
    expect(cloudflare.uploads).toEqual([])
  },
  PATIENCE_MS,
)

test(
  'what makes no sense is answered with the usage',
  async () => {
    const wrong = await deploy(['--fast'])
    expect([wrong.code, wrong.stderr]).toEqual([
      2,
      expect.stringContaining('Usage: npm run deploy'),
    ])
    const { code, stderr } = await deploy(['--secrets', join(folder, 'nothing.local')])
    expect([code, stderr]).toEqual([1, expect.stringContaining('There is no file')])
  },
  PATIENCE_MS,
)
