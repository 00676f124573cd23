import { createHash } from 'node:crypto'
import { expect, test, vi } from 'vitest'
import type { DataSettings, EmbeddedHost } from '../../../worker/data/connection.ts'
import { pseudonymOf } from '../../../worker/data/pseudonym.ts'
import { newPrivateKey } from '../../../worker/lib/es256.ts'

const CALLER = '+14155550100'

/** An embedded host that tells its key as this says. */
function hostWith(signingKey: () => Promise<string>): EmbeddedHost {
  return {
    getByName: () => ({
      fetch: () => Promise.reject(new Error('Nothing is fetched for a name.')),
      signingKey,
      secretsKey: () => Promise.reject(new Error('Nothing is sealed for a name.')),
    }),
  }
}

async function installation(): Promise<DataSettings> {
  const host = hostWith(() => Promise.reject(new Error('It has a key of its own.')))
  return { authPrivateKey: await newPrivateKey(), host }
}

test('a caller has one name in an installation, and another one in each other', async () => {
  const [one, other] = [await installation(), await installation()]
  const name = await pseudonymOf(CALLER, one)
  expect(await pseudonymOf(CALLER, one)).toBe(name)
  expect(await pseudonymOf('+14155550101', one)).not.toBe(name)
  expect(await pseudonymOf(CALLER, other)).not.toBe(name)
})

test('the name cannot be made from the number alone', async () => {
  const name = await pseudonymOf(CALLER, await installation())
  expect(name).toMatch(/^[0-9a-f]{64}$/)
  expect(name).not.toBe(createHash('sha256').update(CALLER).digest('hex'))
})

test('without the key a caller is not kept waiting, and has a name for once', async () => {
  const logged = vi.spyOn(console, 'error').mockImplementation(() => undefined)
  const gone = { host: hostWith(() => Promise.reject(new Error(`no key for ${CALLER}`))) }
  const mute = { host: hostWith(() => new Promise(() => undefined)) }
  const names = [await pseudonymOf(CALLER, gone), await pseudonymOf(CALLER, gone)]
  names.push(await pseudonymOf(CALLER, mute))
  expect(new Set(names).size).toBe(3)
  expect(JSON.stringify(logged.mock.calls)).not.toContain(CALLER)
  logged.mockRestore()
})
