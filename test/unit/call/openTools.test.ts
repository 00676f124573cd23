/** A tool call in the journal has its id, so that a restart knows which of them wait for an answer. */
import { expect, test } from 'vitest'
import { done, ready, responds, ScriptedCall, started } from './script.ts'

const tool = { toolCallId: 't1', name: 'weather', args: '{"id":1}' }
const settled = {
  type: 'tool.settled',
  toolCallId: 't1',
  output: 'sun',
  directive: null,
} as const

/** The model has called a tool. */
function asked() {
  const call = new ScriptedCall()
  call.at(0, ready)
  call.at(0, started)
  call.at(0, responds('r1'))
  const effects = call.at(10, { type: 'engine.tool_call', responseId: 'r1', ...tool })
  call.at(20, done('r1'))
  return { call, effects }
}

const runs = (call: ScriptedCall) => call.effects.filter(({ effect }) => effect.type === 'tool.run')

test('it is written down with its id before it runs', () => {
  const { call, effects } = asked()
  expect(effects).toEqual([{ type: 'tool.run', ...tool }])
  const [written, run] = call.effects.filter(({ at }) => at === 10)
  expect(written?.effect).toEqual({
    type: 'record',
    entry: { kind: 'tool_called', at: 10, ...tool },
  })
  expect(run?.effect.type).toBe('tool.run')
})

test('one that was open at a restart is not run again, and the model is told once', () => {
  const { call } = asked()
  expect(call.restart(1_000)).toMatchObject([
    { type: 'engine.open', history: [{ kind: 'tool_called', ...tool }] },
  ])
  call.at(1_200, ready)
  call.until(1_200)
  const answers = call.journal.filter(({ kind }) => kind === 'tool_answered')
  expect(answers).toMatchObject([{ toolCallId: 't1' }])
  call.at(1_300, settled)
  call.at(1_400, { type: 'engine.tool_call', responseId: 'r2', ...tool })
  expect(call.journal.filter(({ kind }) => kind === 'tool_answered')).toEqual(answers)
  expect(runs(call)).toHaveLength(1)
})

test('one that was answered is told with its answer, and the model goes on', () => {
  const { call } = asked()
  call.at(500, settled)
  expect(call.restart(1_000)).toMatchObject([
    {
      type: 'engine.open',
      history: [
        { kind: 'tool_called', ...tool },
        { kind: 'tool_answered', toolCallId: 't1', output: 'sun' },
      ],
    },
  ])
  expect(call.at(1_200, ready)).toEqual([{ type: 'engine.respond', request: { kind: 'continue' } }])
  expect(runs(call)).toHaveLength(1)
})
