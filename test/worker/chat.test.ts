/** Visitors of a web page talk to an agent: the real Worker, a simulated OpenAI, real sockets. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ChatWindow, PAGE, type Place } from './chatWindow.ts'
import { type Harness, startHarness } from './harness.ts'
import type { BrainAnswer } from '../simulators/openai/index.ts'
import type { AgentParts } from './agents.ts'

let harness: Harness
beforeAll(async () => {
  harness = await startHarness({
    losable: true,
    model: { textPace: { firstTokenMs: 20, wholeMs: 400 } },
  })
})
afterAll(() => harness.close())

/** An agent that chats, and a visitor's place on its page. */
async function newPlace(
  script: BrainAnswer[] = [],
  chat: AgentParts['chat'] = {},
  parts: AgentParts = {},
): Promise<Place> {
  const allowedOrigins = [PAGE]
  const { agentId } = await harness.newAgent({}, script, {
    ...parts,
    chat: { allowedOrigins, greeting: 'Hello!', ...chat },
  })
  return { url: harness.url, agentId }
}

test('words are shown while they are written, and kept when they are whole', async () => {
  const place = await newPlace([{ say: 'We open at nine, and we close at five in the afternoon.' }])
  const window = await ChatWindow.begin(place)
  expect(window.text()).toEqual(['agent: Hello!'])
  window.say('When do you open?')
  await window.answers(2)
  expect(window.text()).toEqual([
    'agent: Hello!',
    'visitor: When do you open?',
    'agent: We open at nine, and we close at five in the afternoon.',
  ])
  expect(window.log.filter(({ type }) => type === 'words').length).toBeGreaterThan(1)
})
