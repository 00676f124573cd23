/** Places the call of `npm run call`, shows it, and reports on it. */
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { writeWav } from '../simulators/audio/wav.ts'
import { startTwilio, type SimulatedCall } from '../simulators/twilio/index.ts'
import type { CallArguments } from './callArguments.ts'
import { followCall, readRecord } from './callApi.ts'
import { readCallerSpeech } from './callerSpeech.ts'
import { callReport, type CallReport } from './callReport.ts'
import { startEdge } from './edge.ts'
import { killDuring } from './killWorker.ts'
import { measure } from './measure.ts'
import { PhoneCall, type PhoneEvents } from './phoneCall.ts'
import { watchPersons } from './persons.ts'
import { readScript, spoken, type Step } from './spokenScript.ts'
import { SIMULATED_ACCOUNT } from './standIns.ts'
import type { CallScreen } from './terminal.ts'
import type { TransferOptions } from './transferArguments.ts'

/** What the real Twilio takes from the TwiML to the media stream. */
const STREAM_OPEN_MS = 150

/**
 * Resolves with the report, also of a call that went wrong. `screen` is `null` when nothing is shown.
 * @throws Error when the WAV file cannot be read or the recording cannot be written.
 */
export async function runCall(
  args: CallArguments,
  screen: CallScreen | null,
  signal: AbortSignal,
): Promise<CallReport> {
  const steps = stepsOf(args)
  const { authToken, publicUrl, url, to, from, line, bargeIn } = args
  // Nothing but the process is to be lost: what the carrier asks meanwhile waits.
  const edge = args.kill ? await startEdge(url) : null
  const { transfer } = args
  const twilio = await startTwilio({
    authToken,
    publicUrl,
    connectTo: edge?.url ?? url,
    ...(transfer && simulatedPersons(transfer)),
  })
  try {
    screen?.note(`${from} calls ${to} at ${url}`)
    const call = twilio.placeCall({
      to,
      from,
      streamOpenDelayMs: STREAM_OPEN_MS,
      ...(line && { line }),
    })
    signal.addEventListener('abort', () => call.hangUp())
    if (screen) showCall(call, screen)
    const note = (text: string) => screen?.note(text)
    const meets = transfer && watchPersons(twilio, call, note)
    const phone = new PhoneCall(call, { steps, bargeIn, transfer: meets }, phoneEvents(screen))
    const following = new AbortController()
    const { kill } = args
    const followed = followCall(args, call.callSid, (m) => screen?.live(m), following.signal, {
      again: kill !== null,
    })
    const killed = kill && killDuring(call, url, kill, (text) => screen?.note(text))
    await phone.talk()
    const outage = await killed
    const recordingPath = await saveRecording(call, args.out)
    const stored = wasTaken(call) ? await readRecord(args, call.callSid) : null
    following.abort()
    await followed
    const timings = { ...measure(phone.facts()), ...outage }
    const report = callReport(call, timings, stored, recordingPath, {
      ...args,
      meeting: phone.meeting,
    })
    screen?.finish(report, stored?.turns ?? [])
    return report
  } finally {
    await twilio.close()
    await edge?.close()
  }
}

/** The Twilio that the Worker of `npm start` asks for persons; all of them do the same. */
function simulatedPersons({ person, restPort }: TransferOptions) {
  return {
    accountSid: SIMULATED_ACCOUNT,
    restPort,
    byDefault: person,
    speech: 'spoken',
  } as const
}

/** What the caller does; the keys of `--dtmf` come after the first sentence. */
export function stepsOf({ wav, say, script, dtmf }: CallArguments): Step[] {
  const steps =
    script !== null
      ? readScript(script)
      : say.length > 0
        ? spoken(say)
        : readCallerSpeech(wav).map((utterance): Step => ({ do: 'say', utterance }))
  return dtmf === '' ? steps : steps.toSpliced(1, 0, { do: 'press', keys: dtmf })
}

/** Whether the Worker took the call, so that there is a record of it. */
function wasTaken(call: SimulatedCall): boolean {
  return call.requests.some(({ body }) => body.includes('<Stream '))
}

function showCall(call: SimulatedCall, screen: CallScreen): void {
  call.on('streamStarted', (at) => {
    screen.note(`connected, ${Math.round(at - call.startedAt)} ms after the webhook`)
  })
  call.once('agentAudio', (_, at) => {
    const openedAt = call.streams[0]?.startedAt ?? at
    screen.note(`first word ${Math.round(at - openedAt)} ms after pick-up`)
  })
  call.on('said', (text) => screen.note(`Twilio says: “${text}”`))
  call.on('dialed', (number) => screen.note(`Twilio dials ${number}`))
  call.on('warning', ({ code, message }) => screen.note(`Twilio ${code}: ${message}`))
  void call.ended.then(({ endedBy }) => {
    if (endedBy === 'customer') screen.note('the agent has hung up')
  })
}

/** What the phone tells, on the screen. */
export function phoneEvents(screen: CallScreen | null): PhoneEvents {
  return {
    callerSpeaks: () => screen?.note('the caller speaks'),
    answered: (ms) => screen?.note(`answered after ${ms} ms`),
    interrupted: (ms) => screen?.note(`interrupted: the agent stopped after ${ms} ms`),
    pressed: (digits) => screen?.note(`the caller presses ${digits}`),
    hungUp: () => screen?.note('the caller hangs up'),
  }
}

/** `null` when the call never was connected, so that there is nothing to hear. */
async function saveRecording(call: SimulatedCall, out: string | null): Promise<string | null> {
  if (call.streams.length === 0) return null
  const path = out ?? join('recordings', `${call.callSid}.wav`)
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, writeWav(call.recording()))
  return path
}
