/** `--sip` of `npm run call`: the simulated OpenAI that a SIP phone calls. */
import type { Running } from './stateFolder.ts'
import { asAddress } from './trialArguments.ts'
import { UsageError } from './UsageError.ts'

/** What only a call of Twilio's can be asked for, or an engine that is not Realtime. */
const NOT_BY_SIP = ['engine', 'brain', 'transfer', 'line', 'kill-worker'] as const

type SipValues = { sip?: boolean } & Partial<Record<(typeof NOT_BY_SIP)[number], string>>

/** Where SIP phones call; `null`: it was not asked for. @throws UsageError */
export function sipOf(values: SipValues, url: string, running: Running | null): string | null {
  if (!values.sip) return null
  const other = NOT_BY_SIP.find((name) => values[name] !== undefined)
  if (other) {
    throw new UsageError(`--sip goes without --${other}: audio passes between phone and OpenAI.`)
  }
  if (!running || running.url !== asAddress(url)) {
    throw new UsageError(
      '--sip needs npm start in another terminal: its simulated OpenAI is called.',
    )
  }
  if (running.sipPhones === null) {
    throw new UsageError(
      '--sip needs the simulated model, and this Worker asks the real OpenAI (OPENAI_API_KEY is set): ' +
        'a real phone reaches it by a trunk, see docs/sip.md.',
    )
  }
  return running.sipPhones
}
