/** What `npm run call` can be told. */
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { isE164 } from '../../convex/model/phoneNumber.ts'
import { LINE_USAGE, type LineOptions, readLine } from '../simulators/twilio/index.ts'
import {
  DEFAULT_PORT,
  SEEDED_NUMBER,
  SIMULATED_AUTH_TOKEN,
  type LocalSettings,
} from './settings.ts'

export const CALL_USAGE = `Usage: npm run call -- [options]

  --wav FILE      what the caller says: WAV, any sample rate, mono or stereo (a short one ships)
  --barge-in      talk over the agent instead of waiting for it to finish
  --dtmf DIGITS   press these keys after the first answer: 0-9 * #
  --line LINE     what is between the caller and the carrier; any of
                  ${LINE_USAGE}
  --url ORIGIN    where the Worker is (http://127.0.0.1:PORT, 8787 by default)
  --to +E164      the number to call (${SEEDED_NUMBER})
  --from +E164    the caller's number
  --out FILE      the recording, caller left, agent right (recordings/<CallSid>.wav)
  --json          print one JSON object instead of the conversation (npm run -s call -- --json)
  --help          this text
`

const SHIPPED_WAV = fileURLToPath(new URL('../simulators/audio/caller.wav', import.meta.url))
const DEFAULT_FROM = '+12025550199'

export interface CallArguments {
  wav: string
  bargeIn: boolean
  dtmf: string
  /** `null`: nothing is between the caller and the carrier. */
  line: LineOptions | null
  /** The origin that is connected to, and the one that signatures are made for. */
  url: string
  publicUrl: string
  authToken: string
  to: string
  from: string
  json: boolean
  /** `null`: named after the call. */
  out: string | null
}

/** What was asked for makes no sense; the message is for people. */
export class UsageError extends Error {
  override name = 'UsageError'
}

/** `null` asks for the usage. @throws UsageError */
export function readCallArguments(args: string[], settings: LocalSettings): CallArguments | null {
  const values = parse(args)
  if (values.help) return null
  const url = originOf(values.url ?? `http://127.0.0.1:${settings['PORT'] ?? DEFAULT_PORT}`)
  if (values.dtmf !== undefined && !/^[0-9*#]+$/.test(values.dtmf)) {
    throw new UsageError(`--dtmf takes the keys 0-9, * and #, not “${values.dtmf}”.`)
  }
  const { to = SEEDED_NUMBER, from = DEFAULT_FROM } = values
  for (const [name, number] of Object.entries({ to, from })) {
    if (isE164(number)) continue
    throw new UsageError(`--${name} takes a number in E.164, like +12025550100, not “${number}”.`)
  }
  return {
    wav: values.wav ?? SHIPPED_WAV,
    bargeIn: values['barge-in'] ?? false,
    dtmf: values.dtmf ?? '',
    line: values.line === undefined ? null : lineOf(values.line),
    url,
    ...signing(url, settings),
    to,
    from,
    json: values.json ?? false,
    out: values.out ?? null,
  }
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      options: {
        wav: { type: 'string' },
        'barge-in': { type: 'boolean' },
        dtmf: { type: 'string' },
        line: { type: 'string' },
        url: { type: 'string' },
        to: { type: 'string' },
        from: { type: 'string' },
        out: { type: 'string' },
        json: { type: 'boolean' },
        help: { type: 'boolean' },
      },
    }).values
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

export function originOf(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null
  if (url && /^https?:$/.test(url.protocol)) return url.origin
  throw new UsageError(`--url takes an origin like http://127.0.0.1:8787, not “${text}”.`)
}

/** Without an account the Worker believes in its own local origin, as `npm start` tells it. */
export function signing(
  url: string,
  settings: LocalSettings,
): { authToken: string; publicUrl: string } {
  const authToken = settings['TWILIO_AUTH_TOKEN']
  if (authToken) return { authToken, publicUrl: originOf(settings['PUBLIC_URL'] ?? url) }
  const publicUrl = url.replace('//localhost:', '//127.0.0.1:')
  return { authToken: SIMULATED_AUTH_TOKEN, publicUrl }
}
