/** The example of docs/brains.md, run as it is. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { brainSchema } from '../../convex/model/engines/pipeline/settings.ts'
import type { BrainQuestion } from '../../worker/call/ports.ts'
import { makeBrain } from './brain/BrainUnderTest.ts'
import { type Probe, startProbe } from './probe/startProbe.ts'
import { Trace } from './probe/Trace.ts'

const EXAMPLE = fileURLToPath(new URL('../../docs/examples/brain-server.mjs', import.meta.url))

let probe: Probe
let server: ChildProcess
const lines = new Trace<string>()
let place = ''

beforeAll(async () => {
  probe = await startProbe()
  server = spawn(process.execPath, [EXAMPLE], {
    env: { ...process.env, PORT: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  if (server.stdout) createInterface(server.stdout).on('line', (line) => lines.add(line))
  const port = await lines.until('a port', (line) => /^Listening on (\d+)\.$/.exec(line)?.[1])
  place = `127.0.0.1:${port}`
})
afterAll(async () => {
  const exited = once(server, 'exit')
  server.kill()
  await exited
  await probe.dispose()
})

const make = () => {
  const settings = brainSchema.parse({ kind: 'http', url: `http://${place}/` })
  return makeBrain(probe, { settings, accounts: {}, secrets: {}, place })
}

const END_CALL = { name: 'end_call', description: 'Hangs up.', parameters: { type: 'object' } }

const asking = (key: string, text: string): Partial<BrainQuestion> => ({
  key,
  history: [{ kind: 'caller', text }],
  tools: [END_CALL],
})

const executions = (turn: string): number =>
  lines.items.filter((line) => line.includes(`turn ${turn}: executed`)).length

test('the example keeps one conversation per call, and executes each turn once', async () => {
  const brain = await make()
  const ask = async (question: Partial<BrainQuestion>) => {
    const asked = brain.ask(question)
    expect(await asked.end()).toEqual({ how: 'whole' })
    return asked.text
  }
  expect(await ask(asking('t1', 'Hello.'))).toBe(
    'You said: Hello. That was question 1 of this call.',
  )
  const second = 'You said: A table. That was question 2 of this call.'
  const twice = [asking('t2', 'A table.'), { ...asking('t2', 'A table.'), attempt: 2 }]
  expect(await Promise.all(twice.map(ask))).toEqual([second, second])
  expect(executions('t2')).toBe(1)
  expect(await ask({ ...asking('t3', 'A table for two.'), supersedes: 't2' })).toBe(
    'You said: A table for two. That was question 2 of this call.',
  )
  expect(brain.control.failures).toEqual([])
})

test('the example ends the call when the caller says goodbye', async () => {
  const asked = (await make()).ask(asking('t9', 'Thank you, goodbye.'))
  await asked.end()
  expect(asked.pieces).toEqual([
    { type: 'text', delta: 'Goodbye!' },
    { type: 'tool_call', toolCallId: 'end-t9', name: 'end_call', args: '{}' },
  ])
})
