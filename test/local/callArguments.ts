/** What `npm run call` can be told. */
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { isE164 } from '../../convex/model/phoneNumber.ts'
import { PHRASES } from '../simulators/audio/phrases.ts'
import { LINE_USAGE, type LineOptions, readLine } from '../simulators/twilio/index.ts'
import type { KillOptions } from './killWorker.ts'
import { takenByNpm } from './npmOptions.ts'
import { type LocalSettings, SEEDED_NUMBER } from './settings.ts'
import type { Running } from './stateFolder.ts'
import type { Trial } from './trialAgent.ts'
import { sipOf } from './sipArguments.ts'
import { type TransferOptions, transferOf } from './transferArguments.ts'
import { asAddress, trialOf, whereLeftOut } from './trialArguments.ts'
import { UsageError } from './UsageError.ts'

export const CALL_USAGE = `Usage: npm run call -- [options]

  --wav FILE      what the caller says: WAV, any sample rate, mono or stereo (a short one ships)
  --engine NAME   let an agent with this engine answer, for this call: realtime, pipeline or echo
  --brain [URL]   let a brain of your own think for this call, which OpenAI Realtime hears and speaks
                  for (ElevenLabs does with --engine pipeline); without a URL, the example that ships
  --say TEXT      what the caller says instead; may be given again for the next sentence
  --script FILE   what the caller does: a line is a sentence, “press 1234#” or “wait 3s”
  --barge-in      talk over the agent instead of waiting for it to finish
  --dtmf DIGITS   press these keys after the first answer: 0-9 * #
  --transfer WHO  ask for a person, and see who is called do so: accept, decline, busy, no_answer,
                  voicemail or hang_up; needs npm start on this machine, with the phone simulated
  --sip           call by OpenAI's SIP connector, as over a trunk; needs npm start on this machine, with
                  the model simulated
  --line LINE     what is between the caller and the carrier; any of
                  ${LINE_USAGE}
  --kill-worker T kill the Worker's process after so long, as 5s or 800ms, and hear the call go on;
                  needs npm start on this machine, which starts it again
  --url ORIGIN    where the Worker is (the one of STATE_DIR, else http://127.0.0.1:PORT)
  --to +E164      the number to call (TWILIO_PHONE_NUMBER, else ${SEEDED_NUMBER})
  --from +E164    the caller's number
  --out FILE      the recording, caller left, agent right (recordings/<CallSid>.wav)
  --play          play the recording at the end, where the machine has a player
  --json          print one JSON object instead of the conversation (npm run -s call -- --json)
  --help          this text
`

const SHIPPED_WAV = fileURLToPath(new URL('../simulators/audio/caller.wav', import.meta.url))
const DEFAULT_FROM = '+12025550199'

export interface CallArguments {
  wav: string
  /** Said in the place of the WAV file. */
  say: readonly string[]
  /** A file of steps in the place of both; `null`: there is none. */
  script: string | null
  bargeIn: boolean
  dtmf: string
  /** `null`: the Worker is left alone. */
  kill: KillOptions | null
  /** `null`: nobody is to be called. */
  transfer: TransferOptions | null
  /** The simulated OpenAI that a SIP phone calls; `null`: the call comes by Twilio. */
  sip: string | null
  /** `null`: who answers is there already. */
  trial: Trial | null
  /** Where the Worker may ask a brain on this machine; `null`: nowhere. */
  brainPort: number | null
  /** `null`: nothing is between the caller and the carrier. */
  line: LineOptions | null
  /** The origin that is connected to, and the one that signatures are made for. */
  url: string
  publicUrl: string
  authToken: string
  /** What answers is known to be simulated: OpenAI's models, and ElevenLabs'. */
  simulatedModel: boolean
  simulatedVoice: boolean
  to: string
  from: string
  play: boolean
  json: boolean
  /** `null`: named after the call. */
  out: string | null
}

/** What this machine knows. */
export interface Surroundings {
  settings: LocalSettings
  /** Who runs on the state folder. */
  running: Running | null
  /** The secret of the state folder's simulated phone. */
  phoneToken: string | null
  env: NodeJS.ProcessEnv
}

/** `null` asks for the usage. @throws UsageError */
export function readCallArguments(args: string[], around: Surroundings): CallArguments | null {
  const taken = takenByNpm(Object.keys(OPTIONS), around.env)
  if (taken) throw new UsageError(taken)
  const values = parse(args.map(whereLeftOut))
  if (values.help) return null
  if ([values.wav, values.say, values.script].filter((way) => way !== undefined).length > 1) {
    throw new UsageError('Give one of --wav, --say and --script: each says what the caller says.')
  }
  const { settings, running } = around
  const url = originOf(values.url ?? running?.url ?? `http://127.0.0.1:${settings.PORT}`)
  if (values.dtmf !== undefined && !/^[0-9*#]+$/.test(values.dtmf)) {
    throw new UsageError(`--dtmf takes the keys 0-9, * and #, not “${values.dtmf}”.`)
  }
  const firstNumber = settings.worker.TWILIO_PHONE_NUMBER ?? SEEDED_NUMBER
  const { to = firstNumber, from = DEFAULT_FROM } = values
  for (const [name, number] of Object.entries({ to, from })) {
    if (isE164(number)) continue
    throw new UsageError(`--${name} takes a number in E.164, like +12025550100, not “${number}”.`)
  }
  return {
    wav: values.wav ?? SHIPPED_WAV,
    say: values.say ?? sayingOf(values),
    script: values.script ?? null,
    bargeIn: values['barge-in'] ?? false,
    dtmf: values.dtmf ?? '',
    kill: killOf(values['kill-worker'], url, running),
    transfer: transferOf(values.transfer, url, running),
    sip: sipOf(values, url, running),
    trial: trialOf(values, url, running),
    brainPort: running?.url === asAddress(url) ? running.brainPort : null,
    line: values.line === undefined ? null : lineOf(values.line),
    url,
    ...signing(url, around),
    to,
    from,
    play: values.play ?? false,
    json: values.json ?? false,
    out: values.out ?? null,
  }
}

/** Who says nothing of their own asks for a person, where one is to be called. */
function sayingOf({ transfer, wav, script }: ReturnType<typeof parse>): readonly string[] {
  const asks = transfer !== undefined && wav === undefined && script === undefined
  return asks ? [PHRASES.human] : []
}

const OPTIONS = {
  wav: { type: 'string' },
  engine: { type: 'string' },
  brain: { type: 'string' },
  say: { type: 'string', multiple: true },
  script: { type: 'string' },
  'barge-in': { type: 'boolean' },
  dtmf: { type: 'string' },
  'kill-worker': { type: 'string' },
  transfer: { type: 'string' },
  sip: { type: 'boolean' },
  line: { type: 'string' },
  url: { type: 'string' },
  to: { type: 'string' },
  from: { type: 'string' },
  out: { type: 'string' },
  play: { type: 'boolean' },
  json: { type: 'boolean' },
  help: { type: 'boolean' },
} as const

function parse(args: string[]) {
  try {
    return parseArgs({ args, options: OPTIONS }).values
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error))
  }
}

function lineOf(text: string): LineOptions {
  try {
    return readLine(text)
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error))
  }
}

function killOf(
  text: string | undefined,
  url: string,
  running: Running | null,
): KillOptions | null {
  if (text === undefined) return null
  const [, amount, unit] = /^(\d+(?:\.\d+)?)(ms|s)$/.exec(text) ?? []
  if (amount === undefined) {
    throw new UsageError(`--kill-worker takes a time like 5s or 800ms, not “${text}”.`)
  }
  if (!running || running.url !== asAddress(url)) {
    throw new UsageError(
      `--kill-worker needs npm start in another terminal: it starts the Worker at ${url} again.`,
    )
  }
  return { afterMs: Number(amount) * (unit === 's' ? 1_000 : 1), launcher: running.pid }
}

export function originOf(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null
  if (url && /^https?:$/.test(url.protocol)) return url.origin
  throw new UsageError(`--url takes an origin like http://127.0.0.1:8787, not “${text}”.`)
}

/** What the Worker was told: known of the one that runs here, else as the settings say. */
export function signing(
  url: string,
  { settings, running, phoneToken }: Omit<Surroundings, 'env'>,
): Pick<CallArguments, 'authToken' | 'publicUrl' | 'simulatedModel' | 'simulatedVoice'> {
  const localUrl = asAddress(url)
  const known = running?.url === localUrl ? running : null
  const { TWILIO_AUTH_TOKEN: accountToken, PUBLIC_URL: publicUrl } = settings.worker
  const authToken = known?.simulated.phone ? phoneToken : (accountToken ?? phoneToken)
  if (!authToken) {
    throw new UsageError(
      `Nothing was ever started with the state folder ${settings.STATE_DIR}. Run npm start first, ` +
        'or set STATE_DIR (or TWILIO_AUTH_TOKEN) as it is set there.',
    )
  }
  // Only the Worker of the state folder knows the folder's secret, whatever leads there.
  const answering = known ?? (authToken === phoneToken ? running : null)
  return {
    authToken,
    publicUrl: answering?.publicUrl ?? publicUrl ?? localUrl,
    simulatedModel: answering?.simulated.model ?? false,
    simulatedVoice: answering?.simulated.voice ?? false,
  }
}
