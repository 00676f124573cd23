/** The simulated Twilio from the command line: places calls, and prints what happens as JSON lines. */
import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { encodeMulaw } from '../../../worker/lib/audio/mulaw.ts'
import { resample } from '../audio/resample.ts'
import { readWav } from '../audio/wav.ts'
import {
  LINE_USAGE,
  type Network,
  prepareAudio,
  type PreparedAudio,
  readLine,
  type SimulatedCall,
  SOME_STALLS,
  startTwilio,
} from './index.ts'

const USAGE = `Usage: node test/simulators/twilio/main.ts [options]

  --connect-to ORIGIN   where the customer's server is (http://127.0.0.1:8787)
  --public-url ORIGIN   the origin that signatures are made for (the same)
  --auth-token TOKEN    the account's auth token (simulated-auth-token)
  --account-sid AC…     the account (a new one)
  --rest-port PORT      where the REST API listens (a free port)
  --number +E164        a number of the account, in the REST API; may be repeated
  --call +E164          place calls to this number; without it only the REST API is served
  --from +E164          the caller's number
  --calls N             how many at once (1), 7 ms apart
  --seconds S           hang up after this time (30)
  --wav FILE            what the callers say, as soon as they are connected
  --line LINE           what is between the callers and Twilio:
                        ${LINE_USAGE}
  --dtx                 send no frames while the caller is silent
  --net-ms MS           what a message of the stream needs, each way (0)
  --jitter-ms MS        what is added to that on average (0)
  --stalls              now and then nothing passes for 200 to 500 ms
  --help                this text
`

function readArguments() {
  return parseArgs({
    options: {
      'connect-to': { type: 'string', default: 'http://127.0.0.1:8787' },
      'public-url': { type: 'string' },
      'auth-token': { type: 'string', default: 'simulated-auth-token' },
      'account-sid': { type: 'string' },
      'rest-port': { type: 'string', default: '0' },
      number: { type: 'string', multiple: true, default: [] },
      call: { type: 'string' },
      from: { type: 'string' },
      calls: { type: 'string', default: '1' },
      seconds: { type: 'string', default: '30' },
      wav: { type: 'string' },
      line: { type: 'string' },
      dtx: { type: 'boolean', default: false },
      'net-ms': { type: 'string', default: '0' },
      'jitter-ms': { type: 'string', default: '0' },
      stalls: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  }).values
}

/** `undefined`: the stream goes through nothing. */
function networkOf(args: ReturnType<typeof readArguments>): Network | undefined {
  const [netMs, jitterMs] = [Number(args['net-ms']), Number(args['jitter-ms'])]
  if (netMs === 0 && jitterMs === 0 && !args.stalls) return undefined
  const network = { downMs: netMs, upMs: netMs, jitterMs }
  return args.stalls ? { ...network, stalls: SOME_STALLS } : network
}

function print(event: string, facts: object): void {
  console.log(JSON.stringify({ event, ...facts }))
}

async function readSpeech(path: string): Promise<PreparedAudio> {
  const { sampleRate, channels } = readWav(await readFile(path))
  return prepareAudio(encodeMulaw(resample(channels[0] ?? new Int16Array(), sampleRate, 8000)))
}

function watch(call: SimulatedCall): void {
  const { callSid } = call
  call.on('request', ({ url, status, tookMs }) =>
    print('request', { callSid, url, status, tookMs }),
  )
  call.on('streamStarted', () => print('streamStarted', { callSid, url: call.stream?.url }))
  call.on('streamEnded', () => print('streamEnded', { callSid }))
  call.on('agentSpeaking', (at) => print('agentSpeaking', { callSid, at }))
  call.on('agentQuiet', (at) => print('agentQuiet', { callSid, at }))
  call.on('cleared', (facts) => print('cleared', { callSid, ...facts }))
  call.on('said', (text) => print('said', { callSid, text }))
  call.on('dialed', (number) => print('dialed', { callSid, number }))
  call.on('warning', (warning) => print('warning', { callSid, ...warning }))
}

async function main(): Promise<void> {
  const args = readArguments()
  if (args.help) return void process.stdout.write(USAGE)
  const connectTo = args['connect-to']
  const sim = await startTwilio({
    authToken: args['auth-token'],
    publicUrl: args['public-url'] ?? connectTo,
    connectTo,
    numbers: args.number,
    restPort: Number(args['rest-port']),
    ...(args['account-sid'] === undefined ? {} : { accountSid: args['account-sid'] }),
  })
  print('listening', { restUrl: sim.restUrl, accountSid: sim.accountSid })
  process.once('SIGINT', () => void sim.close().then(() => process.exit(0)))
  if (args.call === undefined) return
  const line = args.line === undefined ? {} : { line: readLine(args.line) }
  const speech = args.wav === undefined ? null : await readSpeech(args.wav)
  const network = networkOf(args)
  for (let n = 0; n < Number(args.calls); n++) {
    // Calls that begin in the same millisecond would send their frames in step for ever.
    await new Promise((resolve) => setTimeout(resolve, 7))
    const from = args.from === undefined ? {} : { from: args.from }
    const call = sim.placeCall({
      to: args.call,
      dtx: args.dtx,
      capture: false,
      ...from,
      ...line,
      ...(network ? { network } : {}),
    })
    watch(call)
    if (speech) void call.speak(speech)
    setTimeout(() => call.hangUp(), Number(args.seconds) * 1000).unref()
  }
  const outcomes = await Promise.all(
    sim.calls.map(async (call) => ({ callSid: call.callSid, ...(await call.ended) })),
  )
  for (const outcome of outcomes) print('ended', outcome)
  await sim.close()
}

try {
  await main()
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  console.error(USAGE)
  process.exitCode = 2
}
