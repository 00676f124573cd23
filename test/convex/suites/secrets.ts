import { expect, test } from 'vitest'
import { api } from '../../../convex/_generated/api.js'
import { MAX_SECRETS } from '../../../convex/model/secret.ts'
import { attempt, type Host, useBothHosts } from '../compare.ts'
import { anAgent, aSealedSecret } from '../examples.ts'

const compare = useBothHosts()
const referenceOf = (number: number) => `sec_${String(number).padStart(22, '0')}`

const store = (
  { operator }: Host,
  number: number,
  owner?: string,
  replaces: string | null = null,
) =>
  operator.mutation(api.secrets.set, {
    secret: aSealedSecret(referenceOf(number), owner),
    replaces,
  })

test('a secret is listed without what it holds, and the Worker alone reads that', async () => {
  const outcome = await compare(async (host) => {
    await store(host, 1)
    const [listed] = await host.operator.query(api.secrets.list, { owner: 'installation' })
    return {
      listed,
      others: await host.operator.query(api.secrets.list, { owner: 'agent:x' }),
      sealed: await host.service.query(api.secrets.sealed, { reference: referenceOf(1) }),
      missing: await host.service.query(api.secrets.sealed, { reference: referenceOf(2) }),
    }
  })
  expect(outcome).toEqual({
    listed: { reference: referenceOf(1), field: 'engine.brain.key', updatedAt: '(time)' },
    others: [],
    sealed: aSealedSecret(referenceOf(1)),
    missing: null,
  })
})

test('one that is replaced stays for old versions, and each is written once', async () => {
  const outcome = await compare(async (host) => {
    await store(host, 1)
    await store(host, 2, 'installation', referenceOf(1))
    const listed = await host.operator.query(api.secrets.list, { owner: 'installation' })
    return {
      references: listed.map(({ reference }) => reference),
      again: await attempt(store(host, 2)),
      gone: await attempt(store(host, 3, 'installation', referenceOf(9))),
    }
  })
  expect(outcome).toMatchObject({
    references: [referenceOf(1), referenceOf(2)],
    again: { error: { code: 'conflict', field: 'reference' } },
    gone: { error: { code: 'not_found', field: 'replaces' } },
  })
})

test('an agent’s secrets go with it, each deletion is noted, and nothing of another owner', async () => {
  const outcome = await compare(async (host) => {
    const { operator } = host
    const { _id: agentId } = await operator.mutation(api.agents.create, { settings: anAgent() })
    const owner = `agent:${agentId}`
    await store(host, 1)
    await store(host, 2, owner)
    await store(host, 3, owner)
    const foreign = await attempt(store(host, 4, owner, referenceOf(1)))
    await operator.mutation(api.secrets.remove, { reference: referenceOf(2) })
    await operator.mutation(api.agents.remove, { agentId })
    const audit = await operator.query(api.deletion.audit, {})
    return {
      foreign,
      left: await operator.query(api.secrets.list, { owner }),
      others: (await operator.query(api.secrets.list, { owner: 'installation' })).length,
      late: await attempt(store(host, 5, owner)),
      twice: await attempt(operator.mutation(api.secrets.remove, { reference: referenceOf(2) })),
      audit: audit.map(({ action, subject }) => `${action} ${subject}`).toReversed(),
    }
  })
  expect(outcome).toMatchObject({
    foreign: { error: { code: 'not_found', field: 'replaces' } },
    left: [],
    others: 1,
    late: { error: { code: 'not_found', field: 'owner' } },
    twice: { error: { code: 'not_found', field: 'reference' } },
    audit: [
      'secret_set all agents: engine.brain.key',
      'secret_set Reception: engine.brain.key',
      'secret_set Reception: engine.brain.key',
      'secret_deleted Reception: engine.brain.key',
      'secret_deleted Reception: engine.brain.key',
    ],
  })
})

test('an owner has so many and no more', async () => {
  const outcome = await compare(async (host) => {
    for (let number = 0; number < MAX_SECRETS; number++) await store(host, number)
    const full = await attempt(store(host, MAX_SECRETS))
    await host.operator.mutation(api.secrets.remove, { reference: referenceOf(0) })
    return { full, next: await attempt(store(host, MAX_SECRETS)) }
  })
  expect(outcome).toMatchObject({
    full: { error: { code: 'conflict', field: 'owner' } },
    next: { value: null },
  })
})

test.each([
  ['reference', 'secret'],
  ['owner', 'somebody'],
  ['field', 'engine brain'],
  ['sealed', 'plain text'],
])('a secret whose %s is “%s” is refused', async (field, value) => {
  const outcome = await compare(({ operator }) =>
    attempt(
      operator.mutation(api.secrets.set, {
        secret: { ...aSealedSecret(referenceOf(1)), [field]: value },
        replaces: null,
      }),
    ),
  )
  expect(outcome).toMatchObject({ error: { code: 'invalid', field: `secret.${field}` } })
})
