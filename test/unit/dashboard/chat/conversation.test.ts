import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { VisibleMessage } from '../../../../convex/model/chat.ts'
import { transition } from '../../../../dashboard/chat/conversation.ts'
import { NEW } from '../../../../dashboard/chat/state.ts'
import { Pair } from './server.ts'

const KEY = { chatId: 'chat_1', secret: 'a secret', ticket: 'a ticket' }

/** A window that is connected. */
function connected(): Pair {
  const pair = new Pair()
  pair.tell({ type: 'said', id: 'first', text: 'Hello' })
  pair.settle()
  return pair
}

const message = (changes: Partial<VisibleMessage>): VisibleMessage => ({
  seq: 0,
  clientId: '',
  role: 'agent',
  author: '',
  text: 'Hello.',
  at: 0,
  state: 'complete',
  ...changes,
})

describe('a conversation over lines that break', () => {
  const moves = fc.array(
    fc.oneof(
      fc.record({ type: fc.constant('say' as const) }),
      fc.record({ type: fc.constant('advance' as const), succeeds: fc.boolean() }),
      fc.record({
        type: fc.constantFrom('up' as const, 'down' as const),
        count: fc.integer({ min: 1, max: 4 }),
      }),
      fc.record({ type: fc.constant('write' as const), isLast: fc.boolean() }),
      fc.record({
        type: fc.constantFrom(
          'break' as const,
          'reload' as const,
          'again' as const,
          'late' as const,
        ),
      }),
    ),
    { maxLength: 60 },
  )

  it('loses nothing, says nothing twice and keeps the order, whatever breaks when', () => {
    fc.assert(
      fc.property(moves, fc.boolean(), (list, isOpen) => {
        // Many begin in the middle, where more can be lost.
        const pair = isOpen ? connected() : new Pair()
        const said = isOpen ? ['first'] : []
        for (const move of list) {
          switch (move.type) {
            case 'say': {
              const id = `id ${said.length}`
              said.push(id)
              pair.tell({ type: 'said', id, text: `Text of ${id}` })
              break
            }
            case 'advance':
              pair.advance(move.succeeds)
              break
            case 'up':
              pair.carryUp(move.count)
              break
            case 'down':
              pair.carryDown(move.count)
              break
            case 'write':
              pair.write(move.isLast)
              break
            case 'break':
              pair.break()
              break
            case 'reload':
              pair.reload()
              break
            case 'again':
              pair.tell({ type: 'again' })
              break
            case 'late':
              pair.tell({ type: 'unconfirmed' })
          }
        }
        pair.settle()
        expect(pair.server.taken).toEqual(said)
        expect(pair.state.messages).toEqual(pair.server.messages)
        expect(pair.state.unsent).toEqual([])
      }),
      { numRuns: 2000 },
    )
  })
})

describe('a conversation', () => {
  it('asks for nothing before the first message', () => {
    expect(transition(NEW, { type: 'woken' })).toEqual([NEW, []])
    const [, effects] = transition(NEW, { type: 'said', id: 'a', text: 'Hello' })
    expect(effects.map(({ type }) => type)).toEqual(['keep', 'begin'])
  })

  it('keeps the replaced secret, and asks after the last message that it has whole', () => {
    const pair = connected()
    pair.tell({ type: 'said', id: 'second', text: 'And?' })
    pair.carryUp(100)
    pair.carryDown(100)
    pair.write(false)
    pair.carryDown(100)
    pair.break()
    const [asking, asked] = transition(pair.state, { type: 'woken' })
    expect(asked.at(-1)).toEqual({ type: 'resume', chatId: 'chat_1', secret: 'secret 1' })
    const [dialling, dialled] = transition(asking, { type: 'key.given', key: KEY })
    expect(dialled).toEqual([
      { type: 'keep', kept: { key: { chatId: 'chat_1', secret: 'a secret' }, unsent: [] } },
      { type: 'dial', chatId: 'chat_1' },
      { type: 'watch', afterMs: 15_000 },
    ])
    const [, opened] = transition(dialling, { type: 'socket.opened' })
    expect(opened).toEqual([
      { type: 'send', message: { type: 'open', ticket: 'a ticket', after: 4 } },
    ])
  })

  it('waits twice as long after each try, up to half a minute, and not at all once online', () => {
    let state = connected().state
    const waits: number[] = []
    for (let tries = 0; tries < 8; tries++) {
      const event =
        tries === 0
          ? ({ type: 'socket.closed' } as const)
          : ({ type: 'key.refused', status: 0, error: '' } as const)
      const [waiting, effects] = transition(state, event)
      for (const effect of effects) if (effect.type === 'wake') waits.push(effect.afterMs)
      ;[state] = transition(waiting, { type: 'woken' })
      expect(state.link.phase).toBe('asking')
    }
    expect(waits).toEqual([500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000])
  })

  it('shows the sentence of a refusal, keeps what was said, and tries again when told to', () => {
    const [asking] = transition(NEW, { type: 'said', id: 'a', text: 'Hello' })
    const [refused, effects] = transition(asking, {
      type: 'key.refused',
      status: 429,
      error: 'Too many conversations today.',
    })
    expect(effects).toEqual([])
    expect(refused).toMatchObject({
      link: { phase: 'refused' },
      problem: { sentence: 'Too many conversations today.' },
      unsent: [{ id: 'a', text: 'Hello' }],
    })
    const [, tried] = transition(refused, { type: 'retried' })
    expect(tried.at(-1)).toEqual({ type: 'begin' })
  })

  it('takes what was not sent into a new conversation when the old one cannot be resumed', () => {
    const pair = connected()
    pair.break()
    pair.tell({ type: 'said', id: 'second', text: 'Still there?' })
    pair.tell({ type: 'woken' })
    pair.tell({ type: 'key.refused', status: 401, error: 'No such conversation.' })
    expect(pair.state).toMatchObject({ status: 'ended', problem: 'lost', key: null })
    expect(pair.kept).toMatchObject({ key: null, unsent: [{ id: 'second' }] })
    const [next, effects] = transition(pair.state, { type: 'anew' })
    expect(next).toMatchObject({ status: 'new', messages: [], unsent: [{ id: 'second' }] })
    expect(effects.at(-1)).toEqual({ type: 'begin' })
  })

  it('waits when something between it and the Worker refuses: a hotel’s sign-in page loses nothing', () => {
    const pair = connected()
    pair.break()
    pair.tell({ type: 'woken' })
    for (const status of [403, 404, 407, 511]) {
      const event = { type: 'key.refused', status, error: '' } as const
      const [waiting] = transition(pair.state, event)
      expect(waiting).toMatchObject({ link: { phase: 'waiting' }, key: { chatId: 'chat_1' } })
    }
  })

  it('gives a connection up that opens and leads nowhere', () => {
    const pair = connected()
    pair.break()
    pair.tell({ type: 'woken' })
    pair.tell({ type: 'key.given', key: KEY })
    for (const event of [{ type: 'socket.opened' }, { type: 'unconfirmed' }] as const) {
      pair.tell(event)
    }
    expect(pair.state.link).toMatchObject({ phase: 'waiting' })
    pair.settle()
    expect(pair.state.link).toEqual({ phase: 'open' })
  })

  it('says a refused message again only when the visitor wants it', () => {
    const pair = connected()
    pair.tell({ type: 'said', id: 'second', text: 'Too soon' })
    const refusal = { type: 'refused', error: 'One at a time.', id: 'second' } as const
    pair.tell({ type: 'socket.message', message: refusal })
    expect(pair.state.unsent).toEqual([
      { id: 'second', text: 'Too soon', problem: 'One at a time.' },
    ])
    pair.reload()
    pair.settle()
    expect(pair.server.taken).toEqual(['first'])
    pair.tell({ type: 'said_again', id: 'second' })
    pair.settle()
    expect(pair.server.taken).toEqual(['first', 'second'])
  })

  it('takes words only for what is being written', () => {
    const pair = connected()
    const words = { type: 'words', seq: 2, delta: ' More.' } as const
    const before = pair.state.messages
    pair.tell({ type: 'socket.message', message: words })
    expect(pair.state.messages).toEqual(before)
    const writing = message({ seq: 20, state: 'writing', text: 'So' })
    pair.tell({ type: 'socket.message', message: { type: 'message', message: writing } })
    pair.tell({ type: 'socket.message', message: { type: 'words', seq: 20, delta: ' it is' } })
    expect(pair.state.messages.at(-1)?.text).toBe('So it is')
  })

  it('tells the Worker of an end that the visitor wanted while the line was down', () => {
    const pair = connected()
    pair.break()
    pair.tell({ type: 'left' })
    pair.advance(true)
    pair.advance(true)
    const [, effects] = (() => {
      pair.advance(true)
      return transition(pair.state, {
        type: 'socket.message',
        message: { type: 'opened', status: 'open', messages: [], gone: [] },
      })
    })()
    expect(effects).toContainEqual({ type: 'send', message: { type: 'end' } })
  })

  it('forgets the key when the conversation is over', () => {
    const pair = connected()
    pair.tell({ type: 'socket.message', message: { type: 'status', status: 'ended' } })
    expect(pair.kept).toBeNull()
    expect(pair.state).toMatchObject({ link: { phase: 'idle' }, status: 'ended' })
    expect(pair.state.messages).toHaveLength(2)
  })
})
