import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { discordPath } from '../../../convex/model/discordAddress.ts'
import type { Turn } from '../../../convex/model/call.ts'
import { addEntry, newRecord } from '../../../worker/call/record.ts'
import { verdictOf } from '../../../worker/aftercall/discord/answer.ts'
import { linesOf } from '../../../worker/aftercall/discord/lines.ts'
import {
  nextMessage,
  partsOfLine,
  type QueuedLine,
} from '../../../worker/aftercall/discord/messages.ts'
import { opening } from '../shell/fakes.ts'

const turn = (itemId: string, changes: Partial<Turn>): Turn => ({
  callSid: 'CA1',
  itemId,
  role: 'agent',
  text: 'Hello there.',
  heardText: 'Hello there.',
  startedAtMs: 0,
  endedAtMs: 900,
  generatedMs: 900,
  heardMs: 900,
  interrupted: false,
  timing: null,
  ...changes,
})

const texts = (record: Parameters<typeof linesOf>[0]) =>
  linesOf(record, 'Reception').map(({ text }) => text)

describe('lines', () => {
  const begun = addEntry(newRecord(opening(0).call), { kind: 'answered', at: 500 }, 0)
  const withTurns = (...turns: Turn[]) => ({ ...begun, turns })

  test('there are none of a call that nobody picked up', () => {
    expect(linesOf(newRecord(opening(0).call), 'Reception')).toEqual([])
  })

  test('hold what was heard, in order, from start to end', () => {
    const record = withTurns(
      turn('a', { heardText: 'Hello' }),
      turn('b', { role: 'caller', heardText: 'Hi\n you', startedAtMs: 1_000 }),
    )
    const moved = addEntry(record, { kind: 'moved', at: 1_500, to: 'away' }, 1)
    const over = addEntry(
      moved,
      { kind: 'ended', at: 60_500, reason: 'agent_ended', failure: null },
      2,
    )
    expect(texts(over)).toEqual([
      '**+12025550199 calls Reception.**',
      'Agent: Hello',
      'Caller: Hi you',
      '*Put through to a person.*',
      '**The call is over after 1:00: agent ended.**',
    ])
  })

  test('wait for the end of a turn, and hold none that nobody heard', () => {
    const open = turn('a', { endedAtMs: null })
    const unheard = turn('b', { heardText: '' })
    expect(texts(withTurns(open, unheard))).toHaveLength(1)
    const over = addEntry(
      withTurns(open, unheard),
      { kind: 'ended', at: 9_000, reason: 'caller_hung_up', failure: null },
      1,
    )
    expect(texts(over)).toContain('Agent: Hello there.')
    expect(texts(over)).toHaveLength(3)
  })
})

const line = (text: string, callSid = 'CA1'): QueuedLine => ({ callSid, caller: '+1', text })

describe('messages', () => {
  const told = { callSid: null, dropped: 0 }

  test('take as many lines as fit', () => {
    const lines = Array.from({ length: 30 }, (_, at) => line(`${at} ${'x'.repeat(190)}`))
    const message = nextMessage(lines, told)
    expect(message?.lines).toBe(10)
    expect(message?.content.length).toBeLessThan(2_000)
  })

  test('name the call where another one was spoken of, and count what is missing', () => {
    const lines = [line('a', 'CA2'), line('b', 'CA2'), line('c', 'CA1')]
    expect(nextMessage(lines, { callSid: 'CA1', dropped: 3 })).toEqual({
      content: '*3 lines were left out.*\n— +1 —\na\nb\n— +1 —\nc',
      lines: 3,
      callSid: 'CA1',
    })
    expect(nextMessage(lines.slice(0, 2), { callSid: 'CA2', dropped: 0 })?.content).toBe('a\nb')
    expect(nextMessage([], told)).toBeNull()
  })

  test('lose nothing of a long line, whatever is in it, and none is too long', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 9_000 }), (text) => {
        const parts = partsOfLine(text)
        const joined = parts.map((part) => part.replace(/ \(part \d+\/\d+\)$/, '')).join('')
        // A line of one part is left as it is.
        const whole = parts.length > 1 ? joined : text
        expect(whole.replaceAll(/\s/g, '')).toBe(text.replaceAll(/\s/g, ''))
        for (const part of parts) {
          const message = nextMessage([line(part)], { callSid: 'CA9', dropped: 999 })
          expect(message?.content.length).toBeLessThan(2_000)
          expect(part.isWellFormed()).toBe(text.isWellFormed())
        }
      }),
    )
  })

  test('of a long line are cut between words', () => {
    const parts = partsOfLine('word '.repeat(800).trim())
    expect(parts).toHaveLength(3)
    expect(parts[0]).toMatch(/word \(part 1\/3\)$/)
  })
})

const answer = (status: number, headers: Record<string, string> = {}) => ({
  status,
  headers: new Headers(headers),
})

describe('what Discord answers', () => {
  test('a limit’s fractions of a second are waited for to the end', () => {
    expect(verdictOf(answer(429), { retry_after: 0.3571, global: false }, 0)).toEqual({
      is: 'wait',
      ms: 358,
    })
    expect(verdictOf(answer(429, { 'retry-after': '2' }), null, 0)).toEqual({
      is: 'wait',
      ms: 2_000,
    })
    expect(verdictOf(answer(429), null, 0)).toEqual({ is: 'wait', ms: 5_000 })
  })

  test('the last message of a window is followed by a pause', () => {
    const headers = { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset-after': '1.25' }
    expect(verdictOf(answer(200, headers), {}, 0)).toEqual({ is: 'posted', pauseMs: 1_250 })
    const more = { ...headers, 'x-ratelimit-remaining': '1' }
    expect(verdictOf(answer(200, more), {}, 0)).toEqual({ is: 'posted', pauseMs: 0 })
  })

  test.each([401, 403, 404])('%d silences for ever', (status) => {
    expect(verdictOf(answer(status), null, 0)).toEqual({ is: 'silent', status })
  })

  test('its own failures are waited for, longer and longer; a message it does not want is left out', () => {
    expect(verdictOf(answer(502), null, 0)).toEqual({ is: 'wait', ms: 1_000 })
    expect(verdictOf(answer(502), null, 3)).toEqual({ is: 'wait', ms: 8_000 })
    expect(verdictOf(answer(502), null, 40)).toEqual({ is: 'wait', ms: 60_000 })
    expect(verdictOf(answer(400), null, 0)).toEqual({ is: 'refused' })
  })
})

test('only addresses of Discord’s own are spoken to', () => {
  expect(discordPath('https://discord.com/api/webhooks/123/a-b_c')).toBe('/api/webhooks/123/a-b_c')
  expect(discordPath(' https://discord.com/api/v10/webhooks/123/abc ')).toBe(
    '/api/v10/webhooks/123/abc',
  )
  for (const address of [
    'http://discord.com/api/webhooks/123/abc',
    'https://discord.com.example.com/api/webhooks/123/abc',
    'https://user@discord.com/api/webhooks/123/abc',
    'https://discord.com/api/webhooks/123/abc?x=1',
    'https://discord.com/api/webhooks/123/../../x',
    'https://discord.com/api/users',
    '',
  ]) {
    expect(discordPath(address)).toBeNull()
  }
})
