import { describe, expect, it } from 'vitest'
import { chatSettingsSchema } from '../../../convex/model/chatSettings.ts'
import { tabOf } from '../../../dashboard/features/agents/agentTabs.ts'
import { describeChat } from '../../../dashboard/features/agents/chat/describeChat.ts'
import { originIn } from '../../../dashboard/features/agents/chat/originIn.ts'
import {
  inOrder,
  listArguments,
  readFilters,
} from '../../../dashboard/features/chats/chatFilters.ts'
import { placeOf, standingOf, titleOf } from '../../../dashboard/features/chats/chatWords.ts'

const chat = (chatId: string, agentId: string, status: 'open' | 'handed_over' | 'ended') => ({
  chatId,
  agentId,
  status,
})

describe('the list of conversations', () => {
  const waiting = [chat('w1', 'a', 'handed_over'), chat('w2', 'b', 'handed_over')]
  const found = [chat('new', 'a', 'open'), ...waiting, chat('old', 'a', 'ended')]
  const order = (search: string) =>
    inOrder(waiting, found, readFilters(new URLSearchParams(search))).map(({ chatId }) => chatId)

  it('begins with those that wait for a person, each once', () => {
    expect(order('')).toEqual(['w1', 'w2', 'new', 'old'])
  })

  it('shows those that wait only where they match', () => {
    const ofB = found.filter(({ agentId }) => agentId === 'b')
    expect(inOrder(waiting, ofB, { agent: 'b', status: '' })).toEqual(ofB)
    const ended = found.filter(({ status }) => status === 'ended')
    expect(inOrder(waiting, ended, { agent: '', status: 'ended' })).toEqual(ended)
  })

  it('asks for what the address says, and passes over what makes no sense', () => {
    expect(listArguments(readFilters(new URLSearchParams('agent=a&status=ended')))).toEqual({
      agentId: 'a',
      status: 'ended',
    })
    expect(listArguments(readFilters(new URLSearchParams('status=odd')))).toEqual({})
  })
})

describe('a conversation in words', () => {
  it('says how it stands', () => {
    const handed = { status: 'handed_over', endReason: null, waitsForPerson: true } as const
    expect(standingOf(handed)).toEqual({ words: 'Waits for a person', tone: 'warn' })
    expect(standingOf({ ...handed, waitsForPerson: false }).words).toBe('With a person')
    const ended = { status: 'ended', endReason: 'brain_failed', waitsForPerson: false } as const
    expect(standingOf(ended)).toEqual({ words: 'Model failed', tone: 'bad' })
  })

  it('names the page and what was said first', () => {
    expect(placeOf({ origin: 'https://www.example.com' })).toBe('www.example.com')
    expect(placeOf({ origin: '' })).toBe('Our own page')
    expect(titleOf({ title: '' })).toBe('Nothing said yet')
  })
})

describe('the chat’s settings', () => {
  it.each([
    ['https://www.example.com/shop?a=1', 'https://www.example.com'],
    ['www.example.com', 'https://www.example.com'],
    ['HTTP://Example.com:8080/', 'http://example.com:8080'],
    ['localhost:3000', 'https://localhost:3000'],
    ['https://www.example.com', null],
    ['a shop', null],
    ['', null],
    ['javascript:alert(1)', null],
  ])('means by %j the origin %j', (typed, origin) => {
    expect(originIn(typed)).toBe(origin)
  })

  it('are all told where versions are compared', () => {
    const told = describeChat(chatSettingsSchema.parse({})).map(([key]) => key)
    expect(told.toSorted()).toEqual(Object.keys(chatSettingsSchema.shape).toSorted())
  })

  it('have a tab of their own', () => {
    expect(tabOf('chat.turnstile.secret')).toBe('chat')
  })
})
