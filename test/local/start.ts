/** `npm start`: the whole product on this machine, with what is not configured simulated. */
import { fileURLToPath } from 'node:url'
import { build } from 'vite'
import { startOpenAi } from '../simulators/openai/index.ts'
import { requireFreePort } from './port.ts'
import { seedFirstAgent } from './seed.ts'
import {
  DEFAULT_PORT,
  type LocalSettings,
  loadSettings,
  SEEDED_NUMBER,
  SIMULATED_AUTH_TOKEN,
} from './settings.ts'
import { newSignInToken, signInLink } from './signInLink.ts'
import { startLocalWorker } from './worker.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** Settings that go to the Worker as they are. */
const PASSED_ON = [
  'PUBLIC_URL',
  'TWILIO_ACCOUNT_SID',
  'TWILIO_AUTH_TOKEN',
  'TWILIO_BASE_URL',
  'OPENAI_API_KEY',
  'OPENAI_BASE_URL',
  'CONVEX_URL',
  'AUTH_PRIVATE_KEY',
  'OPERATOR_PASSWORD',
  'ACCESS_TEAM_DOMAIN',
  'ACCESS_AUD',
  'MAX_CONCURRENT_CALLS',
  'LOCATION_HINT',
]

async function main(): Promise<void> {
  const settings = loadSettings()
  const port = portOf(settings)
  await requireFreePort(port)
  const origin = `http://127.0.0.1:${port}`
  await build({ configFile: `${root}dashboard/vite.config.ts`, logLevel: 'error' })

  const model = settings['OPENAI_API_KEY'] ? null : await startOpenAi()
  const vars = varsFor(settings, origin, model?.url ?? null)
  vars['SIGN_IN_TOKEN'] = newSignInToken()
  const stateDir = settings['STATE_DIR'] ?? `${root}.switchboard/state`
  const worker = await startLocalWorker({ port, stateDir, vars, logLevel: 'warn' })
  await seedFirstAgent(origin, vars['TWILIO_AUTH_TOKEN'] ?? SIMULATED_AUTH_TOKEN)
  tell(settings, vars, origin, stateDir)

  const stop = async () => {
    await worker.stop()
    await model?.close()
    process.exit(0)
  }
  process.once('SIGINT', () => void stop())
  process.once('SIGTERM', () => void stop())
}

function portOf(settings: LocalSettings): number {
  const port = Number(settings['PORT'] ?? DEFAULT_PORT)
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port
  throw new Error(`PORT is “${settings['PORT']}”, which is not a port number.`)
}

function varsFor(settings: LocalSettings, origin: string, modelUrl: string | null) {
  const vars: Record<string, string> = {}
  for (const name of PASSED_ON) {
    const value = settings[name]
    if (value) vars[name] = value
  }
  if (!vars['TWILIO_AUTH_TOKEN']) {
    vars['TWILIO_AUTH_TOKEN'] = SIMULATED_AUTH_TOKEN
    vars['SIMULATED_PHONE'] = 'true'
    // A signature by a token that everybody knows is worth nothing on a public origin.
    vars['PUBLIC_URL'] = origin
  }
  vars['PUBLIC_URL'] ??= origin
  if (modelUrl) {
    vars['OPENAI_API_KEY'] = 'simulated'
    vars['OPENAI_BASE_URL'] = modelUrl
    vars['SIMULATED_MODEL'] = 'true'
  }
  return vars
}

function tell(
  settings: LocalSettings,
  vars: Record<string, string>,
  origin: string,
  stateDir: string,
): void {
  const phone = vars['SIMULATED_PHONE']
    ? 'simulated (set TWILIO_AUTH_TOKEN and PUBLIC_URL for a real one)'
    : `Twilio, signed for ${vars['PUBLIC_URL']}`
  const model = vars['SIMULATED_MODEL']
    ? 'simulated (set OPENAI_API_KEY for a real one)'
    : `OpenAI at ${vars['OPENAI_BASE_URL'] ?? 'api.openai.com'}`
  const data = settings['CONVEX_URL']
    ? `Convex at ${settings['CONVEX_URL']}`
    : `embedded, kept in ${stateDir}`
  const call = origin.endsWith(`:${DEFAULT_PORT}`)
    ? 'npm run call'
    : `npm run call -- --url ${origin}`
  console.log(`
Switchboard runs at ${origin}

  phone   ${phone}
  model   ${model}
  data    ${data}
  number  ${SEEDED_NUMBER}

Sign in to the dashboard, once and within the hour (a restart prints a new link):
  ${signInLink(origin, vars['SIGN_IN_TOKEN'] ?? '')}

Place a call from another terminal:   ${call}
Interrupt the agent:                  ${call}${call.includes(' -- ') ? '' : ' --'} --barge-in
Ctrl-C ends everything; what was stored stays.
`)
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  process.exit(1)
})
