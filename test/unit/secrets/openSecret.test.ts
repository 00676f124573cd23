import { convexToJson } from 'convex/values'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { SealedSecret } from '../../../convex/model/secret.ts'
import type { DataSettings } from '../../../worker/data/connection.ts'
import { newPrivateKey } from '../../../worker/lib/es256.ts'
import { newSecretsKey, secretsKeyBytes } from '../../../worker/lib/secretsKey.ts'
import { PlainError } from '../../../worker/lib/PlainError.ts'
import { newReference, seal } from '../../../worker/secrets/sealing.ts'
import { secretsKey } from '../../../worker/secrets/key.ts'
import { secretOpener } from '../../../worker/secrets/openSecret.ts'
import { keptSecrets } from '../../../worker/shell/keptSecrets.ts'
import { Journal } from '../../../worker/shell/Journal.ts'
import { memoryStorage } from '../shell/memoryStorage.ts'

const PRIVATE_KEY = await newPrivateKey()
let logged: string[]
beforeEach(() => {
  logged = []
  vi.spyOn(console, 'error').mockImplementation((line: string) => void logged.push(line))
})
afterEach(() => vi.restoreAllMocks())

/** A data layer that can be down, and counts what it is asked. */
class Installation {
  readonly rows = new Map<string, SealedSecret>()
  isDown = false
  asked = 0
  readonly settings: DataSettings

  constructor(key: string | null = newSecretsKey(), convexUrl: string | null = null) {
    const host = {
      getByName: () => ({
        fetch: () => this.#answer(),
        signingKey: () => Promise.reject(new Error('It is set.')),
        secretsKey: () => Promise.reject(new Error('It is set.')),
      }),
    }
    this.settings = { convexUrl, authPrivateKey: PRIVATE_KEY, secretsKey: key, host }
  }

  async #answer(): Promise<Response> {
    this.asked += 1
    if (this.isDown) throw new Error('The data layer is down.')
    const [row = null] = this.rows.values()
    return Response.json({ status: 'success', value: convexToJson(row && { ...row }) })
  }

  async store(value: string): Promise<string> {
    const place = { reference: newReference(), owner: 'installation', field: 'engine.brain.key' }
    this.rows.set(place.reference, await seal(await secretsKey(this.settings), place, value))
    return place.reference
  }
}

test('a secret is opened from what is stored, and asked for each time where nothing is kept', async () => {
  const installation = new Installation()
  const reference = await installation.store('sk-secret')
  const open = secretOpener(installation.settings, null)
  expect([await open(reference), await open(reference)]).toEqual(['sk-secret', 'sk-secret'])
  expect(installation.asked).toBe(2)
})

test('a call that needed a secret once opens it after a restart, while the data are down', async () => {
  const installation = new Installation()
  const reference = await installation.store('sk-secret')
  const storage = memoryStorage()
  expect(await secretOpener(installation.settings, keptSecrets(storage))(reference)).toBe(
    'sk-secret',
  )
  installation.isDown = true
  const afterRestart = secretOpener(installation.settings, keptSecrets(storage))
  expect(await afterRestart(reference)).toBe('sk-secret')
  expect(installation.asked).toBe(1)
  expect(JSON.stringify([...storage.entries])).not.toContain('sk-secret')
})

test('what a call has kept is forgotten with its journal', async () => {
  const installation = new Installation()
  const reference = await installation.store('sk-secret')
  const storage = memoryStorage()
  await secretOpener(installation.settings, keptSecrets(storage))(reference)
  expect(keptSecrets(storage).get(reference)).not.toBeNull()
  new Journal(storage, Date.now).forget()
  expect(keptSecrets(storage).get(reference)).toBeNull()
})

test('a kept row that cannot be read is asked for again', async () => {
  const installation = new Installation()
  const reference = await installation.store('sk-secret')
  const storage = memoryStorage()
  await storage.put(`sealed:${reference}`, { of: 'another release' })
  expect(await secretOpener(installation.settings, keptSecrets(storage))(reference)).toBe(
    'sk-secret',
  )
})

/** The sentence that comes instead of a secret. */
async function refusal(installation: Installation, reference = newReference()): Promise<string> {
  const opened = secretOpener(installation.settings, null)(reference)
  const error: unknown = await opened.catch((thrown: unknown) => thrown)
  if (!(error instanceof PlainError)) throw new Error('It is no sentence for people.')
  return error.message
}

test('what is missing, not to be had, or sealed with another key is one sentence each', async () => {
  const installation = new Installation()
  expect(await refusal(installation)).toBe(
    'A secret that the settings name is not stored here: enter it again.',
  )
  const reference = await installation.store('sk-secret')
  const moved = new Installation()
  moved.rows.set(reference, installation.rows.get(reference)!)
  expect(await refusal(moved, reference)).toContain('sealed with another SECRETS_KEY')
  installation.isDown = true
  expect(await refusal(installation, reference)).toBe(
    'A secret could not be read: the data cannot be reached.',
  )
  expect(logged.join()).toContain('A secret could not be read.')
  expect(logged.join()).not.toContain('sk-secret')
})

test('with CONVEX_URL a key has to be set, and it is said where it is missing', async () => {
  const deployed = new Installation(null, 'https://happy-animal-123.convex.cloud')
  await expect(secretsKey(deployed.settings)).rejects.toThrow(
    /^SECRETS_KEY is not set: with CONVEX_URL, secrets can be neither stored nor used without it\.$/,
  )
})

const hostWith = (secretsKeyOf: () => Promise<string>) => ({
  getByName: () => ({
    fetch: () => Promise.reject(new Error('Nothing is fetched for a key.')),
    signingKey: async () => '',
    secretsKey: secretsKeyOf,
  }),
})

test('the embedded host tells its key once, and one of an earlier release says so', async () => {
  const made = newSecretsKey()
  let asked = 0
  const host = hostWith(async () => {
    asked += 1
    return made
  })
  const [one, other] = [await secretsKey({ host }), await secretsKey({ host })]
  expect([one, asked]).toEqual([other, 1])
  const older = hostWith(() =>
    Promise.reject(new TypeError('The RPC receiver does not implement the method "secretsKey".')),
  )
  await expect(secretsKey({ host: older })).rejects.toThrow('try again in an hour')
})

test('a key is 32 bytes in base64', () => {
  expect(secretsKeyBytes(newSecretsKey())).toHaveLength(32)
  expect(newSecretsKey()).not.toBe(newSecretsKey())
  const wrong = [
    '',
    'secret',
    btoa('x'.repeat(31)),
    btoa('x'.repeat(33)),
    `${btoa('x'.repeat(32))}=`,
  ]
  expect(wrong.map(secretsKeyBytes)).toEqual(wrong.map(() => null))
})
