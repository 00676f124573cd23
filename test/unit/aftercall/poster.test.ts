import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { DiscordVerdict } from '../../../worker/aftercall/discord/answer.ts'
import { DiscordPoster } from '../../../worker/aftercall/discord/DiscordPoster.ts'
import { DiscordQueue } from '../../../worker/aftercall/discord/DiscordQueue.ts'
import { memoryStorage } from '../shell/memoryStorage.ts'

beforeEach(() => {
  vi.useFakeTimers()
  vi.spyOn(console, 'error').mockImplementation(() => {})
})
afterEach(() => {
  vi.restoreAllMocks()
  vi.useRealTimers()
})

const CALL = { callSid: 'CA1', caller: '+12025550199' }
const lines = (...texts: string[]) => texts.map((text) => ({ key: text, text }))
const settle = () => vi.advanceTimersByTimeAsync(0)

function rig(answers: DiscordVerdict[] = []) {
  const storage = memoryStorage()
  const posted: string[] = []
  const where = { address: 'https://discord.com/api/webhooks/1/a' }
  const meanwhile = { act: () => {} }
  /** As after a restart: all that is left is what is stored. */
  const start = () => {
    const queue = new DiscordQueue(storage)
    const poster = new DiscordPoster({
      queue,
      address: async () => where.address,
      async post(_address, content) {
        meanwhile.act()
        const answer = answers.shift() ?? { is: 'posted', pauseMs: 0 }
        if (answer.is === 'posted') posted.push(content)
        return answer
      },
      now: Date.now,
    })
    const say = async (...texts: string[]) => {
      queue.take(CALL, lines(...texts), Date.now())
      void poster.run()
      await settle()
    }
    return { queue, poster, say }
  }
  return { ...start(), start, storage, posted, where, meanwhile }
}

describe('lines for a webhook', () => {
  test('are posted once, however often they are handed over, also after a restart', async () => {
    const { queue, say, start, posted } = rig()
    await say('a', 'b')
    await say('a', 'b', 'c')
    expect(queue.areTold('CA1', lines('a', 'b'))).toBe(true)
    expect(queue.areTold('CA1', lines('a', 'b', 'c'))).toBe(false)
    // What waited is lost with its object, and handed over again.
    const next = start()
    await next.say('a', 'b', 'c', 'd')
    expect(posted).toEqual(['a\nb', 'c\nd'])
    expect(next.queue.areTold('CA1', lines('a', 'd'))).toBe(true)
  })

  test('that come soon after a message share the next one', async () => {
    const { say, posted } = rig()
    await say('a')
    await say('b')
    await say('c')
    await vi.advanceTimersByTimeAsync(2_999)
    expect(posted).toEqual(['a'])
    await vi.advanceTimersByTimeAsync(1)
    expect(posted).toEqual(['a', 'b\nc'])
  })

  test('wait while Discord wants a pause, and not longer', async () => {
    const { say, posted } = rig([{ is: 'wait', ms: 357 }])
    await say('a')
    await vi.advanceTimersByTimeAsync(356)
    expect(posted).toEqual([])
    await vi.advanceTimersByTimeAsync(1)
    expect(posted).toEqual(['a'])
  })

  test('that are put back keep their place before those that came meanwhile', async () => {
    const { queue, say, posted, meanwhile } = rig([{ is: 'wait', ms: 100 }])
    meanwhile.act = () => queue.take(CALL, lines('a', 'b'), Date.now())
    await say('a')
    await vi.advanceTimersByTimeAsync(100)
    expect(posted).toEqual(['a\nb'])
  })

  test('that are too many lose the oldest, and one line says how many', async () => {
    const { queue, poster, say, posted } = rig([{ is: 'wait', ms: 5_000 }])
    const texts = Array.from({ length: 510 }, (_, at) => `line ${at}`)
    await say(...texts)
    expect(queue.areTold('CA1', lines('line 9'))).toBe(true)
    await vi.advanceTimersByTimeAsync(60_000)
    await poster.run()
    const text = posted.join('\n')
    expect(text.split('\n')).toHaveLength(501)
    expect(text).toMatch(/^\*10 lines were left out\.\*\nline 10\n/)
    expect(posted.every((content) => content.length < 2_000)).toBe(true)
  })

  test('that Discord does not want are left out, and counted', async () => {
    const { say, posted } = rig([{ is: 'refused' }])
    await say('a')
    await say('b')
    expect(posted).toEqual(['*One line was left out.*\nb'])
  })

  test('are posted no more after a refusal, also after a restart, until there is another address', async () => {
    const { queue, say, start, posted, where } = rig([{ is: 'silent', status: 404 }])
    await say('a', 'b')
    await vi.waitFor(() => expect(queue.silence).toMatchObject({ status: 404 }))
    const next = start()
    expect(await next.poster.isSilent()).toBe(true)
    await next.say('c')
    expect(posted).toEqual([])
    where.address = 'https://discord.com/api/webhooks/2/b'
    expect(await next.poster.isSilent()).toBe(false)
    await next.say('d')
    await vi.waitFor(() => expect(posted).toEqual(['c\nd']), 5_000)
  })

  test('are remembered as told for some hours only', async () => {
    const { queue, say, storage } = rig()
    await say('a')
    queue.forgetOld(Date.now())
    expect(storage.entries.has('told:CA1')).toBe(true)
    queue.forgetOld(Date.now() + 4 * 3_600_000)
    expect(storage.entries.has('told:CA1')).toBe(false)
  })
})
