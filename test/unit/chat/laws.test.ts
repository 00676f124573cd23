import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ChatEvent } from '../../../worker/chat/events.ts'
import { ScriptedChat, rebuilt } from './scripted.ts'

const id = fc.constantFrom('m1', 'm2', 'm3', 'm4', 'm5', 'm6')
const toolCallId = fc.constantFrom('t1', 't2', 't3', 't4')
const tool = fc.constantFrom('look_up', 'book', 'end_chat', 'hand_over_to_person')
const words = fc.constantFrom('One ', 'two ', 'three. ', '')
const attempt = fc.constantFrom(1, 2, 3)
const is = <Type extends string>(type: Type) => fc.constant(type)

/** What is said by whoever is asked now. */
type Now = (chat: ScriptedChat) => void

/** How often each is drawn beside the others. */
const step: fc.Arbitrary<ChatEvent | Now> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ type: is('visitor.said'), id, text: id }) },
  { weight: 2, arbitrary: fc.record({ type: is('visitor.stopped') }) },
  { weight: 2, arbitrary: fc.record({ type: is('visitor.wants_again') }) },
  { weight: 1, arbitrary: fc.record({ type: is('operator.took'), name: is('Olivia') }) },
  {
    weight: 1,
    arbitrary: fc.record({ type: is('operator.said'), name: is('Olivia'), id, text: id }),
  },
  { weight: 2, arbitrary: fc.record({ type: is('operator.released'), name: is('Olivia') }) },
  { weight: 1, arbitrary: fc.record({ type: is('clock.tick') }) },
  // Late, repeated, or of nobody.
  {
    weight: 1,
    arbitrary: fc.record({
      type: is('brain.wrote'),
      key: fc.constantFrom('chat_1:1', 'chat_1:2'),
      attempt,
      delta: is('LATE'),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ type: is('tool.settled'), toolCallId, output: is('It is done.') }),
  },
  { weight: 8, arbitrary: words.map((delta) => (chat: ScriptedChat) => chat.writes(delta)) },
  { weight: 5, arbitrary: fc.constant((chat: ScriptedChat) => chat.isDone()) },
  { weight: 2, arbitrary: fc.boolean().map((again) => (chat: ScriptedChat) => chat.fails(again)) },
  {
    weight: 3,
    arbitrary: fc.tuple(tool, toolCallId).map(
      ([name, called]) =>
        (chat: ScriptedChat) =>
          chat.calls(name, called),
    ),
  },
  { weight: 3, arbitrary: fc.constant((chat: ScriptedChat) => chat.restart()) },
  {
    weight: 2,
    arbitrary: fc.nat(1).map((index) => (chat: ScriptedChat) => {
      chat.windows[index]!.isConnected = false
    }),
  },
  {
    weight: 2,
    arbitrary: fc
      .nat(1)
      .map((index) => (chat: ScriptedChat) => chat.reconnect(chat.windows[index]!)),
  },
  { weight: 2, arbitrary: fc.constant((chat: ScriptedChat) => void (chat.now += 20_000)) },
)

function always(law: (chat: ScriptedChat) => { each?: () => void; end?: () => void }): void {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), fc.boolean(), (steps, hasSpare) => {
      const chat = new ScriptedChat({ hasSpare, messagesPerConversation: 12 })
      const { each, end } = law(chat)
      for (const one of steps) {
        if (typeof one === 'function') one(chat)
        else chat.tell(one)
        each?.()
      }
      settle(chat)
      end?.()
    }),
    { numRuns: 600 },
  )
}

/** Whoever is asked for something gives it. */
function settle(chat: ScriptedChat): void {
  for (let turn = 0; chat.state.answer; turn++) {
    if (turn > 50) throw new Error('An answer does not come to an end.')
    for (const { toolCallId: called, isAnswered } of chat.state.answer.tools) {
      if (!isAnswered) chat.tell({ type: 'tool.settled', toolCallId: called, output: 'Done.' })
    }
    chat.writes('Yes. ')
    chat.isDone()
  }
  for (const window of chat.windows) chat.reconnect(window)
}

describe('the laws of a conversation, whatever happens and wherever its process is lost', () => {
  test('every message of the visitor’s is answered once, or is for a person, or the conversation is over', () => {
    always((chat) => ({
      end() {
        const said = chat.linesOf('said').map(({ seq }) => seq)
        if (chat.state.status === 'open') {
          expect(chat.state.answeredTo).toBeGreaterThanOrEqual(said.at(-1) ?? -1)
        }
        // What is written anew aside, no answer is to what an earlier one has answered.
        const first = chat
          .linesOf('asked')
          .filter(({ base, key }) => base === key && !base.includes('#'))
        const answers = new Map(first.map(({ base, to }) => [base, to]))
        expect([...answers.values()]).toEqual([...answers.values()].toSorted((a, b) => a - b))
        expect(new Set(answers.values()).size).toBe(answers.size)
      },
    }))
  })

  test('there is never more than one answer being written, and none while a person talks or it is over', () => {
    always((chat) => ({
      each() {
        const writing = chat.visible().filter(({ state }) => state === 'writing')
        expect(writing.length).toBeLessThanOrEqual(chat.state.answer ? 1 : 0)
        if (chat.state.status !== 'open') expect(chat.state.answer).toBeNull()
      },
    }))
  })

  test('a message that is sent again counts once', () => {
    always((chat) => ({
      end() {
        const ids = chat.linesOf('said').map(({ clientId }) => clientId)
        expect(new Set(ids).size).toBe(ids.length)
        expect(chat.state.visitorMessages).toBe(ids.length)
      },
    }))
  })

  test('a window that was away at any time shows what there is, nothing lost and nothing doubled', () => {
    always((chat) => ({
      each() {
        for (const window of chat.windows) {
          if (window.isConnected) expect(window.shown()).toEqual(chat.visible())
        }
      },
      end() {
        for (const window of chat.windows) expect(window.shown()).toEqual(chat.visible())
      },
    }))
  })

  test('what was shown of an answer stays, unless it is written anew', () => {
    always((chat) => {
      let before = chat.visible()
      return {
        each() {
          const after = new Map(chat.visible().map((message) => [message.seq, message]))
          for (const { seq, text } of before) {
            const now = after.get(seq)
            if (now) expect(now.text.startsWith(text)).toBe(true)
            else expect(chat.state.gone).toContain(seq)
          }
          before = chat.visible()
        },
      }
    })
  })

  test('nothing is shown of what an earlier attempt still says', () => {
    always((chat) => {
      let asked = chat.asking()
      let seen = 0
      return {
        each() {
          const late = chat.linesOf('wrote').filter(({ delta }) => delta === 'LATE')
          const isRight = ['chat_1:1', 'chat_1:2'].includes(asked.key) && asked.attempt <= 3
          if (!isRight) expect(late.length).toBe(seen)
          seen = late.length
          asked = chat.asking()
        },
      }
    })
  })

  test('an answer is asked for again by the same key, as another attempt', () => {
    always((chat) => ({
      end() {
        const last = new Map<string, number>()
        for (const { key, attempt: count } of chat.linesOf('asked')) {
          expect(count).toBe((last.get(key) ?? 0) + 1)
          last.set(key, count)
        }
      },
    }))
  })

  test('a tool is called once and answered once, and runs again only where that does no harm', () => {
    always((chat) => ({
      end() {
        const called = chat.linesOf('tool_called').map((line) => line.toolCallId)
        const answered = chat.linesOf('tool_answered').map((line) => line.toolCallId)
        expect(answered.toSorted()).toEqual(called.toSorted())
        const runs = chat.effects.flatMap((effect) =>
          effect.type === 'tool.run' && effect.name !== 'look_up' ? [effect.toolCallId] : [],
        )
        const booked = chat.linesOf('tool_called').filter(({ name }) => name === 'book')
        expect(runs.length).toBe(booked.length)
        expect(new Set(runs).size).toBe(runs.length)
      },
    }))
  })

  test('what is rebuilt of its journal is the conversation', () => {
    always((chat) => ({
      each() {
        expect(rebuilt(chat.state.rules, chat.state.startedAt, chat.lines)).toEqual(chat.state)
      },
    }))
  })

  test('no conversation is longer than it may be', () => {
    always((chat) => ({
      each() {
        expect(chat.state.askedAt.length).toBeLessThanOrEqual(12)
      },
    }))
  })
})
