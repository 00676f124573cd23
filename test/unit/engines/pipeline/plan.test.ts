import { describe, expect, test } from 'vitest'
import type { ResponseRequest } from '../../../../worker/call/events.ts'
import type { ScriptSoFar } from '../../../../worker/call/script.ts'
import { planOf } from '../../../../worker/engines/pipeline/thinking/plan.ts'

const SCRIPT: ScriptSoFar = {
  key: 'CA1:c1',
  attempt: 1,
  text: 'We are open. Come by.',
  complete: true,
  heard: '',
  heardBefore: '',
}

let made = 0
const plan = (
  request: ResponseRequest,
  more: { turn?: string; script?: Partial<ScriptSoFar>; afterTool?: boolean } = {},
) =>
  planOf(
    { request, turn: more.turn, script: more.script && { ...SCRIPT, ...more.script } },
    'CA1',
    () => `n${++made}`,
    more.afterTool ?? false,
  )

const CONTINUE = { kind: 'continue' } as const
const GO_ON = { kind: 'go_on', after: null } as const

describe('an answer to a turn', () => {
  test('is asked for by the call and the turn', () => {
    expect(plan(CONTINUE, { turn: 'c1' })).toEqual({
      do: 'ask',
      key: 'CA1:c1',
      attempt: 1,
      supersedes: null,
      how: 'plainly',
      known: '',
    })
    expect(plan({ kind: 'speak' }, { turn: 'c1' })).toMatchObject({ how: 'in_words' })
    expect(plan(CONTINUE)).toMatchObject({ key: 'CA1:start' })
  })

  test('takes the place of one of which nothing was heard', () => {
    expect(plan(CONTINUE, { turn: 'c2', script: {} })).toMatchObject({
      key: 'CA1:c2',
      supersedes: 'CA1:c1',
    })
    const heard = { turn: 'c2', script: { heard: 'We' } }
    expect(plan(CONTINUE, heard)).toMatchObject({ supersedes: null })
    const earlier = { turn: 'c2', script: { heardBefore: 'We' } }
    expect(plan(CONTINUE, earlier)).toMatchObject({ supersedes: null })
  })

  test('takes the place of no greeting, and of none that called the tool it goes on with', () => {
    const greeting = plan({ kind: 'verbatim', text: 'Hello.' })
    const script = { key: greeting.key }
    expect(plan(CONTINUE, { turn: 'c1', script })).toMatchObject({ supersedes: null })
    expect(plan(CONTINUE, { turn: 't1', script: {}, afterTool: true })).toMatchObject({
      supersedes: null,
    })
  })

  test('that is written is spoken, and not asked for again', () => {
    expect(plan(CONTINUE, { turn: 'c1', script: {} })).toEqual({
      do: 'say',
      key: 'CA1:c1',
      attempt: 1,
      text: 'We are open. Come by.',
    })
  })

  test('that is not whole is asked for once more, by the same key', () => {
    expect(plan(CONTINUE, { turn: 'c1', script: { complete: false } })).toMatchObject({
      do: 'ask',
      key: 'CA1:c1',
      attempt: 2,
      supersedes: null,
      how: 'plainly',
    })
  })

  test('that was heard whole is not given twice: what is asked for then is another', () => {
    const script = { heard: SCRIPT.text }
    const again = plan(CONTINUE, { turn: 'c1', script })
    expect(again).toMatchObject({ do: 'ask', attempt: 1, supersedes: null })
    expect(again.key).not.toBe('CA1:c1')
  })
})

describe('the rest of an answer', () => {
  test('is what is written and was not heard', () => {
    const script = { heard: 'We are open.' }
    expect(plan(GO_ON, { turn: 'c1', script })).toMatchObject({ do: 'say', text: 'Come by.' })
  })

  test('is asked for by the same key where it is not written', () => {
    const script = { complete: false, heard: 'open.', heardBefore: 'We are' }
    expect(plan(GO_ON, { turn: 'c1', script })).toMatchObject({
      do: 'ask',
      key: 'CA1:c1',
      attempt: 2,
      how: 'going_on',
      known: 'We are open.',
    })
  })

  test('is thought of where nothing is known of it', () => {
    expect(plan(GO_ON, { turn: 'c1' })).toMatchObject({ do: 'ask', how: 'going_on', attempt: 1 })
    const script = { heard: SCRIPT.text }
    expect(plan(GO_ON, { turn: 'c1', script })).toMatchObject({ do: 'ask', how: 'going_on' })
  })
})

test('what is asked for in a certain way has a key of its own, each time', () => {
  const requests = [
    { kind: 'verbatim', text: 'Hello.' },
    { kind: 'instructed', instructions: 'Say goodbye.' },
    GO_ON,
  ] as const
  const keys = [...requests, ...requests].map((request) => plan(request, { turn: 'c1' }).key)
  expect(new Set(keys).size).toBe(keys.length)
  expect(keys).not.toContain('CA1:c1')
})
