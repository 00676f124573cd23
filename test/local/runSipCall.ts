/** Places the call of `npm run call -- --sip`, shows it, and reports on it. */
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { writeWav } from '../simulators/audio/wav.ts'
import { callSimulator, type RemoteCall } from '../simulators/openai/index.ts'
import type { CallArguments } from './callArguments.ts'
import { followCall, readRecord, type StoredCall } from './callApi.ts'
import { type CallReport, recordFacts } from './callReport.ts'
import type { Timings } from './measure.ts'
import { phoneEvents, stepsOf } from './runCall.ts'
import { SipTalk } from './sipTalk.ts'
import type { CallScreen } from './terminal.ts'

type SipArguments = CallArguments & { sip: string }

/**
 * Resolves with the report, also of a call that went wrong.
 * @throws Error when the WAV file cannot be read, or the recording not be written.
 */
export async function runSipCall(
  args: SipArguments,
  screen: CallScreen | null,
  signal: AbortSignal,
): Promise<CallReport> {
  const steps = stepsOf(args)
  const { sip, to, from, url } = args
  screen?.note(`${from} calls ${to} by SIP, at the simulated OpenAI of ${url}`)
  const call = callSimulator(sip, to, from)
  signal.addEventListener('abort', () => call.phone.hangUp())
  const talk = new SipTalk(call.phone, args.bargeIn, phoneEvents(screen))
  const callId = await call.callId
  const status = await call.decided
  const answeredAt = performance.now()
  const following = new AbortController()
  if (status === 200) screen?.note(`answered, ${ago(call, answeredAt)} ms after the INVITE`)
  const followed =
    status === 200 && followCall(args, callId, (m) => screen?.live(m), following.signal)
  if (status === 200 && (await talk.talk(steps))) screen?.note('the agent has hung up')
  await call.ended
  const recordingPath = status === 200 ? await saveRecording(call, callId, args.out) : null
  const stored = status === 404 ? null : await readRecord(args, callId)
  following.abort()
  await followed
  const outcome = { callId, status, timings: talk.timings(answeredAt), stored, recordingPath }
  const report = sipReport(args, call, outcome)
  screen?.finish(report, stored?.turns ?? [])
  return report
}

interface Outcome {
  callId: string
  status: number
  timings: Timings
  stored: StoredCall | null
  recordingPath: string | null
}

function sipReport(args: SipArguments, call: RemoteCall, outcome: Outcome): CallReport {
  const { callId, timings, stored, recordingPath } = outcome
  return {
    callSid: callId,
    ...recordFacts(args, stored),
    ...timings,
    recordingPath,
    said: [],
    warnings: [],
    meeting: null,
    problem: problemOf(args, call, outcome),
  }
}

function problemOf({ to, url }: SipArguments, call: RemoteCall, outcome: Outcome): string | null {
  const { callId, status, stored } = outcome
  if (status !== 200) return `The call was not answered (SIP ${status}): ${WHY[status] ?? ''}${to}`
  if (stored?.call.status === 'failed') return stored.call.failure
  if (!stored) return `The call's record was not found at ${url}/api/calls/${callId}.`
  return call.phone.firstHeardAt === null ? 'The agent was never heard.' : null
}

/** What the Worker means by its answers. */
const WHY: Readonly<Record<number, string>> = {
  404: 'no agent answers ',
  480: 'nobody decided about it in time, calling ',
  486: 'all lines are taken, calling ',
  487: 'the caller hung up before, calling ',
  488: 'the agent’s engine is not OpenAI Realtime, calling ',
  503: 'it could not be found out who answers ',
}

function ago({ phone }: RemoteCall, at: number): number {
  return Math.round(at - phone.startedAt)
}

async function saveRecording({ phone }: RemoteCall, callId: string, out: string | null) {
  const path = out ?? join('recordings', `${callId}.wav`)
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, writeWav(phone.recording()))
  return path
}
