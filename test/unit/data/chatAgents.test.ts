import { expect, test } from 'vitest'
import { ChatAgents } from '../../../worker/data/chatAgents.ts'

/** An answer that comes when it is told to. */
function slow() {
  const asked: ((agent: null) => void)[] = []
  return {
    asked,
    ask: () => new Promise<null>((resolve) => void asked.push(resolve)),
  }
}

test('a thousand who ask at once reach the data once', async () => {
  const agents = new ChatAgents(Date.now)
  const { asked, ask } = slow()
  const all = Array.from({ length: 1000 }, () => agents.get('agent', ask))
  expect(asked).toHaveLength(1)
  asked[0]?.(null)
  expect(new Set(await Promise.all(all))).toEqual(new Set([null]))
  expect(asked).toHaveLength(1)
})

test('whoever waits for one that was given up asks by themselves', async () => {
  let now = 0
  const agents = new ChatAgents(() => now)
  const { asked, ask } = slow()
  void agents.get('agent', ask)
  now = 3_000
  const second = agents.get('agent', ask)
  expect(asked).toHaveLength(2)
  asked[1]?.(null)
  expect(await second).toBeNull()
})

const fail = () => Promise.reject(new Error('down'))

test('an answer that fails is no answer for the next one', async () => {
  const agents = new ChatAgents(Date.now)
  await expect(agents.get('agent', fail)).rejects.toThrow('down')
  expect(await agents.get('agent', async () => null)).toBeNull()
})
