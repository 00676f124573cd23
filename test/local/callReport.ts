/** A call in one object, as `npm run call -- --json` prints it. */
import type { SimulatedCall } from '../simulators/twilio/index.ts'
import type { CallArguments } from './callArguments.ts'
import type { StoredCall } from './callApi.ts'
import type { KillReport } from './killWorker.ts'
import type { Timings } from './measure.ts'
import type { Meeting } from './persons.ts'
import type { TransferOptions } from './transferArguments.ts'

export interface CallReport extends Timings, Partial<KillReport> {
  callSid: string
  /** Of the stored record; `null` when there is none. */
  status: string | null
  endReason: string | null
  turns: { role: string; text: string; heardText: string; startedAtMs: number }[]
  /** `null` when nothing could be recorded. */
  recordingPath: string | null
  record: StoredCall['call'] | null
  /** The call's page in the dashboard; `null` when there is no record. */
  pageUrl: string | null
  /** What Twilio's own voice said, where no agent could. */
  said: string[]
  /** What Twilio's debugger would show. */
  warnings: { code: number; message: string }[]
  /** The model that answered is known to be simulated, so that what it cost is no bill. */
  simulatedModel: boolean
  /** What became of `--transfer`; `null`: it was not asked for, or the call ended before. */
  meeting: Meeting | null
  /** Why the call did not go well, in one sentence; `null` when it did. */
  problem: string | null
}

export function callReport(
  call: SimulatedCall,
  timings: Timings & Partial<KillReport>,
  stored: StoredCall | null,
  recordingPath: string | null,
  args: CallArguments & { meeting: Meeting | null },
): CallReport {
  return {
    callSid: call.callSid,
    ...recordFacts(args, stored),
    ...timings,
    recordingPath,
    said: call.said,
    warnings: call.warnings.map(({ code, message }) => ({ code, message })),
    meeting: args.meeting,
    problem: problemOf(call, stored, args, timings),
  }
}

/** What of a report comes from the record. */
export function recordFacts(
  args: CallArguments,
  stored: StoredCall | null,
): Pick<CallReport, 'status' | 'endReason' | 'turns' | 'record' | 'pageUrl' | 'simulatedModel'> {
  const turns = (stored?.turns ?? []).map(({ role, text, heardText, startedAtMs }) => ({
    role,
    text,
    heardText,
    startedAtMs,
  }))
  return {
    status: stored?.call.status ?? null,
    endReason: stored?.call.endReason ?? null,
    turns,
    record: stored?.call ?? null,
    pageUrl: stored ? `${args.url}/calls/${stored.call.callSid}` : null,
    simulatedModel: isSimulated(args, stored),
  }
}

/** A call that the real ElevenLabs had a part in is on a bill. */
function isSimulated(
  { simulatedModel, simulatedVoice }: CallArguments,
  stored: StoredCall | null,
): boolean {
  const byElevenLabs = stored?.call.usage.some(({ vendor }) => vendor === 'elevenlabs') ?? false
  return simulatedModel && (simulatedVoice || !byElevenLabs)
}

/** The record knows the cause, the phone only what came of it. */
function problemOf(
  call: SimulatedCall,
  stored: StoredCall | null,
  args: CallArguments & { meeting: Meeting | null },
  timings: Partial<KillReport>,
): string | null {
  const { status, failure, endReason } = stored?.call ?? {}
  const [stream] = call.streams
  // Why a stream did not open, the phone knows better.
  if (status === 'failed' && (stream || endReason !== 'carrier_failed')) {
    return `The call failed (${endReason}): ${failure ?? 'no reason was stored.'}`
  }
  if (!stream) return notConnected(call, args)
  if (!stored) return `The call's record was not found at ${args.url}/api/calls/${call.callSid}.`
  if (status === 'in_progress') return 'The record still says that the call is in progress.'
  if (stream.firstAudioAt === null) return 'The agent was never heard.'
  const isMute = args.kill !== null && timings.heardAgainMs === null
  if (isMute) return 'The agent was not heard again after the Worker was killed.'
  return args.transfer ? notMet(args.transfer, args.meeting) : null
}

/** Who accepts is to be met. */
function notMet({ person }: TransferOptions, meeting: Meeting | null): string | null {
  if (meeting === 'nobody_called') return 'The agent had nobody called.'
  const accepts = ['accept', 'hang_up_after', 'unknown'].includes(person.does)
  return accepts && meeting !== 'met' ? 'The person had accepted, and never met the caller.' : null
}

function notConnected(call: SimulatedCall, { url, publicUrl, to }: CallArguments): string {
  const webhook = call.requests.find((request) => request.url.includes('/twilio/voice'))
  if (!webhook || webhook.status === null) {
    const reason = webhook ? `: ${webhook.body}` : ''
    return `The Worker at ${url} cannot be reached${reason}. Start it with npm start, or name it with --url.`
  }
  if (webhook.status === 403) return signatureRefused(publicUrl)
  if (webhook.status >= 400) {
    return `The Worker at ${url} answered the call with ${webhook.status}: ${webhook.body.slice(0, 300)}`
  }
  const refused = call.warnings.find((warning) => warning.code === 31_920)
  if (refused?.message.includes('403')) return signatureRefused(publicUrl)
  const [warning] = call.warnings
  if (warning) return `The call was not connected (${warning.code}): ${warning.message}`
  return call.said.length > 0
    ? `No agent answered ${to}; the caller heard: “${call.said.join(' ')}”`
    : `No agent answered ${to}.`
}

function signatureRefused(publicUrl: string): string {
  return (
    `The Worker refused the signature, which was made for ${publicUrl}: ` +
    'TWILIO_AUTH_TOKEN and PUBLIC_URL must be the same for the Worker and for the phone.'
  )
}
