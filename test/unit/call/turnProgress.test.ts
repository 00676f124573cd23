import { expect, test } from 'vitest'
import { audio, mark, ready, responds, ScriptedCall, started, words } from './script.ts'

test('what is heard of a long turn is written down as it goes, so that a restart forgets little', () => {
  const call = new ScriptedCall()
  call.at(0, ready)
  call.at(0, started)
  call.at(0, responds('r1'))
  call.at(0, words('r1', 'i1', 'one two three four five six seven eight nine ten eleven twelve'))
  for (let n = 0; n < 20; n++) call.at(n, audio('r1', 'i1', 400))
  const lines: number[] = []
  for (let n = 0; n < 15; n++) {
    call.at((n + 1) * 400, mark(`p${n}`))
    lines.push(call.journal.filter(({ kind }) => kind === 'turn').length)
  }
  expect(lines.at(-1)).toBe(3)
  call.restart(6_100)
  expect(call.state.turns.history).toMatchObject([{ item: { kind: 'agent' } }])
  expect(call.turns[0]?.heardMs).toBe(5_200)
})
