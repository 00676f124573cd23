/** The example of a brain, as it ships, takes calls, which ElevenLabs hears and speaks for it. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { pipelineSettingsSchema } from '../../convex/model/engines/pipeline/settings.ts'
import { PHRASES } from '../simulators/audio/phrases.ts'
import { freePort } from '../local/port.ts'
import { ask, callerSays, type Harness, hearOut } from './harness.ts'
import { type PipelineHarness, startPipelineHarness, turnTaking } from './pipelineVendors.ts'
import { eventually } from './storedCall.ts'

const EXAMPLE = fileURLToPath(new URL('../../docs/examples/brain-server.mjs', import.meta.url))

let brain: ChildProcess
/** What it printed. */
const lines: string[] = []
let stage: PipelineHarness
let harness: Harness
let engine: ReturnType<typeof pipelineSettingsSchema.parse>

beforeAll(async () => {
  const port = await freePort()
  brain = spawn(process.execPath, [EXAMPLE], { env: { PORT: String(port) }, stdio: 'pipe' })
  const output = createInterface({ input: brain.stdout! })
  output.on('line', (line) => lines.push(line))
  await once(output, 'line')
  stage = await startPipelineHarness({
    losable: true,
    vars: { LOCAL_EXCEPTIONS: `127.0.0.1:${port}` },
  })
  ;({ harness } = stage)
  engine = pipelineSettingsSchema.parse({
    engine: 'pipeline',
    turnTaking,
    ears: { vendor: 'elevenlabs' },
    brain: { kind: 'http', url: `http://127.0.0.1:${port}/` },
    mouth: { vendor: 'elevenlabs' },
  })
})
afterAll(async () => {
  await stage.close()
  brain.kill()
  await once(brain, 'exit')
})

const newNumber = () =>
  harness.newNumber({ greeting: { type: 'fixed', text: 'Hello.', interruptible: true } }, [], {
    engine,
  })

/** The turns of a call that were executed, in order. */
const executed = (callSid: string): string[] =>
  lines.flatMap(
    (line) => line.match(new RegExp(`^Call ${callSid}, turn (.+): executed`))?.[1] ?? [],
  )

const answered = (heard: string, count: number): string =>
  `You said: ${heard} That was question ${count} of this call.`

test.concurrent(
  'it keeps one conversation for each call, and executes each turn once',
  async () => {
    const number = await newNumber()
    const [one, two] = [harness.placeCall(number), harness.placeCall(number)]
    await Promise.all([hearOut(one), hearOut(two)])
    await Promise.all(
      [one, two].map(async (call) => {
        await ask(call, PHRASES.hours)
        await call.agentIdle(800)
      }),
    )
    await ask(one, PHRASES.price)
    await one.agentIdle(800)
    for (const call of [one, two]) call.hangUp()
    const [first, second] = await Promise.all(
      [one, two].map(({ callSid }) => harness.storedCall(callSid)),
    )
    const texts = (stored: typeof first) =>
      stored?.turns.filter(({ role }) => role === 'agent').map(({ heardText }) => heardText)
    expect(texts(first)).toEqual(['Hello.', answered(PHRASES.hours, 1), answered(PHRASES.price, 2)])
    expect(texts(second)).toEqual(['Hello.', answered(PHRASES.hours, 1)])
    expect(executed(one.callSid)).toHaveLength(2)
    expect(executed(two.callSid)).toHaveLength(1)
  },
)

test.concurrent(
  'an interruption and the loss of the call’s object execute no turn twice',
  async () => {
    const number = await newNumber()
    const call = harness.placeCall(number)
    await hearOut(call)
    await ask(call, PHRASES.services)
    await Promise.all([call.until('cleared'), call.speak(callerSays(PHRASES.interrupt))])
    await call.until('agentSpeaking', 20_000)
    const streams = call.streams.length
    await harness.lose(call.callSid)
    await eventually('the agent over another stream', () => call.streams[streams]?.firstAudioAt)
    await call.agentIdle(800)
    await ask(call, PHRASES.where)
    await call.agentIdle(800)
    call.hangUp()
    const { call: record, turns } = await harness.storedCall(call.callSid)
    expect(record.status).toBe('completed')
    const turnsOf = executed(call.callSid)
    expect(new Set(turnsOf).size).toBe(turnsOf.length)
    const last = turns.findLast(({ role }) => role === 'agent')
    expect(last?.heardText).toContain(`You said: ${PHRASES.where}`)
  },
)
