import { describe, expect, test } from 'vitest'
import { ChatKeys, type KeyParts } from '../../../../worker/shell/chat/Keys.ts'
import { memoryStorage } from '../memoryStorage.ts'

/** The keys of a conversation that has just begun, and its first one. */
async function begun(): Promise<{ keys: ChatKeys; first: KeyParts; later: (ms: number) => void }> {
  let now = 0
  const keys = new ChatKeys(memoryStorage(), () => now)
  return { keys, first: await keys.begin(), later: (ms) => (now += ms) }
}

async function resumed(keys: ChatKeys, secret: string): Promise<KeyParts> {
  const key = await keys.resume(secret)
  if (!key) throw new Error('This secret opens nothing.')
  return key
}

describe('a secret that was used', () => {
  test('resumes again while nothing that followed it was used: answers are lost on the way', async () => {
    const { keys, first } = await begun()
    for (let lost = 0; lost < 6; lost++) await resumed(keys, first.secret)
    const arrived = await resumed(keys, first.secret)
    expect(await keys.redeem(arrived.ticket)).toBe(true)
  })

  test('is worth nothing once the ticket that followed it has opened a socket', async () => {
    const { keys, first } = await begun()
    const second = await resumed(keys, first.secret)
    expect(await keys.redeem(second.ticket)).toBe(true)
    expect(await keys.resume(first.secret)).toBeNull()
    expect(await keys.resume(second.secret)).not.toBeNull()
  })

  test('is worth nothing once the secret that followed it was used', async () => {
    const { keys, first } = await begun()
    const second = await resumed(keys, first.secret)
    await resumed(keys, second.secret)
    expect(await keys.resume(first.secret)).toBeNull()
  })

  test('stays good when a ticket is used that came before it, or too late', async () => {
    const { keys, first, later } = await begun()
    const second = await resumed(keys, first.secret)
    expect(await keys.redeem(first.ticket)).toBe(true)
    await resumed(keys, first.secret)
    later(60_000)
    expect(await keys.redeem(second.ticket)).toBe(false)
    expect(await keys.resume(first.secret)).not.toBeNull()
  })
})

describe('keys that are asked for at the same time', () => {
  test('all open the conversation', async () => {
    const { keys, first } = await begun()
    const both = await Promise.all([resumed(keys, first.secret), resumed(keys, first.secret)])
    for (const { ticket } of both) expect(await keys.redeem(ticket)).toBe(true)
  })

  test('bring back no ticket that is used meanwhile', async () => {
    const { keys, first } = await begun()
    await Promise.all([keys.resume(first.secret), keys.redeem(first.ticket)])
    expect(await keys.redeem(first.ticket)).toBe(false)
  })

  test('a ticket that is shown twice at once opens one socket', async () => {
    const { keys, first } = await begun()
    const opened = await Promise.all([keys.redeem(first.ticket), keys.redeem(first.ticket)])
    expect(opened.filter(Boolean)).toHaveLength(1)
  })
})
