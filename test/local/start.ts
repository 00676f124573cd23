/** `npm start`: the whole product on this machine, with what is not configured simulated. */
import { PlainError } from '../../worker/lib/PlainError.ts'
import { buildDashboard, isDashboardFresh } from './buildDashboard.ts'
import { seedFirstAgent } from './firstAgent.ts'
import { KILL_SIGNAL } from './killWorker.ts'
import { LastingWorker } from './lastingWorker.ts'
import { logLine } from './logLine.ts'
import { requireFreePort } from './port.ts'
import { offerUpdate, UPDATE_OPTION } from './offerUpdate.ts'
import { type LocalSettings, loadSettings, SEEDED_NUMBER } from './settings.ts'
import { newSignInToken, signInLink } from './signInLink.ts'
import { type Simulated, simulatedBy, startStandIns } from './standIns.ts'
import { lockState, newPhoneToken } from './stateFolder.ts'

type Vars = Record<string, string>

async function main(): Promise<void> {
  const settings = loadSettings()
  for (const note of settings.notes) console.log(note)
  const origin = `http://127.0.0.1:${settings.PORT}`
  const simulated = simulatedBy(settings.worker)
  // Each of these is what Ctrl-C ends, in this order.
  const parts: (() => Promise<unknown>)[] = []
  stopOnSignals(parts)
  const standIns = await startStandIns(simulated, settings.worker, origin)
  parts.unshift(() => standIns.close())
  const vars = { ...varsFor(settings, simulated, origin), ...standIns.vars }
  const publicUrl = vars['PUBLIC_URL'] ?? origin
  const { brainPort, phonePort, sipPhones } = standIns
  const about = { url: origin, publicUrl, simulated, brainPort, phonePort, sipPhones }
  const unlock = lockState(settings.STATE_DIR, about)
  process.on('exit', unlock)
  await requireFreePort(settings.PORT)
  if (!isDashboardFresh()) {
    console.log('Building the dashboard …')
    await buildDashboard()
  }
  console.log('Building and starting the Worker …')
  const worker = await LastingWorker.start(
    {
      port: settings.PORT,
      address: settings.BIND_ADDRESS,
      stateDir: settings.STATE_DIR,
      vars,
      onLog: (entry) => console.log(logLine(entry, process.stdout.isTTY, new Date())),
    },
    (sentence) => console.log(sentence),
  )
  parts.unshift(() => worker.stop())
  // `npm run call -- --kill-worker` asks for it.
  process.on(KILL_SIGNAL, () => worker.kill())
  const api = { url: origin, authToken: vars['TWILIO_AUTH_TOKEN'] ?? '' }
  await seedFirstAgent(api, settings)
  await offerUpdate(api, settings, process.argv.includes(UPDATE_OPTION))
  tell(settings, vars, simulated, origin)
}

/** A first signal ends everything in order; a second one at once. */
function stopOnSignals(parts: readonly (() => Promise<unknown>)[]): void {
  const stop = async () => {
    for (const end of parts) await end()
    process.exit(0)
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stop())
}

function varsFor(
  { vars: given, STATE_DIR }: LocalSettings,
  simulated: Simulated,
  origin: string,
): Vars {
  return {
    PUBLIC_URL: origin,
    SIGN_IN_TOKEN: newSignInToken(),
    ...given,
    SIMULATED_PHONE: String(simulated.phone),
    SIMULATED_MODEL: String(simulated.model),
    SIMULATED_VOICE: String(simulated.voice),
    ...(simulated.phone && { TWILIO_AUTH_TOKEN: newPhoneToken(STATE_DIR) }),
  }
}

function tell(
  { worker, STATE_DIR, PORT }: LocalSettings,
  vars: Vars,
  simulated: Simulated,
  origin: string,
): void {
  const missing = worker.PUBLIC_URL ? 'TWILIO_AUTH_TOKEN' : 'TWILIO_AUTH_TOKEN and PUBLIC_URL'
  const phone = simulated.phone
    ? `simulated, signed for ${worker.PUBLIC_URL ?? origin} (set ${missing} for a real one)`
    : `Twilio, signed for ${worker.PUBLIC_URL ?? `${origin} (set PUBLIC_URL for real calls)`}`
  const model = simulated.model
    ? 'simulated (set OPENAI_API_KEY for a real one)'
    : `OpenAI at ${worker.OPENAI_BASE_URL}`
  const voice = simulated.voice
    ? 'simulated (set ELEVENLABS_API_KEY for a real one)'
    : `ElevenLabs at ${worker.ELEVENLABS_BASE_URL}`
  const data = worker.CONVEX_URL
    ? `Convex at ${worker.CONVEX_URL}`
    : `embedded, kept in ${STATE_DIR}`
  console.log(`
Switchboard runs at ${origin}

  phone   ${phone}
  model   ${model}
  voices  ${voice}
  data    ${data}
  number  ${worker.TWILIO_PHONE_NUMBER ?? SEEDED_NUMBER}

Sign in to the dashboard, once and within the hour (a restart prints a new link):
  ${signInLink(origin, vars['SIGN_IN_TOKEN'] ?? '')}

Place a call from another terminal:   npm run call
Interrupt the agent:                  npm run call -- --barge-in
By OpenAI's SIP connector:            npm run call -- --sip
Another engine, for one call:         npm run call -- --engine pipeline
Put through to a person:              npm run call -- --transfer accept
A brain of your own, for one call:    npm run call -- --brain http://127.0.0.1:8080
Open a tunnel for real calls:         ngrok http ${PORT}
Ctrl-C ends everything; what was stored stays.
`)
}

main().catch((error: unknown) => {
  console.error(error instanceof PlainError ? `\n${error.message}` : error)
  process.exit(1)
})
