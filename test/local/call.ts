/** `npm run call`: a simulated phone calls the Worker through the signed webhook and a real media stream, or by SIP. */
import { PlainError } from '../../worker/lib/PlainError.ts'
import { CALL_USAGE, type CallArguments, readCallArguments } from './callArguments.ts'
import { UsageError } from './UsageError.ts'
import { openBrain } from './ownBrain.ts'
import { play } from './player.ts'
import { runCall } from './runCall.ts'
import { runSipCall } from './runSipCall.ts'
import { type LocalSettings, loadSettings } from './settings.ts'
import { phoneTokenOf, runningIn } from './stateFolder.ts'
import { CallScreen } from './terminal.ts'
import { trialAgent, withTrialAgent } from './trialAgent.ts'

/** Exit status: 0 when the call went well, 1 when it did not, 2 for wrong arguments. */
async function main(): Promise<number> {
  const settings = loadSettings()
  const { STATE_DIR } = settings
  const args = readCallArguments(process.argv.slice(2), {
    settings,
    running: runningIn(STATE_DIR),
    phoneToken: phoneTokenOf(STATE_DIR),
    env: process.env,
  })
  if (!args) {
    process.stdout.write(CALL_USAGE)
    return 0
  }
  const hangUp = new AbortController()
  process.once('SIGINT', () => hangUp.abort())
  const screen = args.json ? null : new CallScreen(process.stdout)
  const report = await withItsAgent(args, settings, screen, (to) =>
    args.sip === null
      ? runCall({ ...args, to }, screen, hangUp.signal)
      : runSipCall({ ...args, sip: args.sip }, screen, hangUp.signal),
  )
  if (args.json) process.stdout.write(`${JSON.stringify(report)}\n`)
  if (report.problem !== null) process.stderr.write(`\n${report.problem}\n`)
  if (args.play && report.recordingPath) await play(report.recordingPath, process.env['PATH'] ?? '')
  return report.problem === null ? 0 : 1
}

/** Who is called: an agent that is there, or one that is made for the call. */
async function withItsAgent<T>(
  args: CallArguments,
  settings: LocalSettings,
  screen: CallScreen | null,
  talk: (to: string) => Promise<T>,
): Promise<T> {
  const { trial, brainPort } = args
  if (!trial) return talk(args.to)
  const brain =
    trial.brain && (await openBrain(trial.brain.url, brainPort ?? 0, (line) => screen?.note(line)))
  try {
    const agent = trialAgent(settings, trial, brain?.url ?? null)
    return await withTrialAgent(args, agent, talk)
  } finally {
    await brain?.close()
  }
}

try {
  process.exitCode = await main()
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = error instanceof UsageError || error instanceof PlainError ? 2 : 1
  if (error instanceof UsageError)
    process.stderr.write('\nnpm run call -- --help lists the options.\n')
}
