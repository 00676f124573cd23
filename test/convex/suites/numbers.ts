import { expect, test } from 'vitest'
import { api } from '../../../convex/_generated/api.js'
import { attempt, type Host, useBothHosts } from '../compare.ts'
import { anAgent, type SentSettings } from '../examples.ts'

const compare = useBothHosts()

const FIRST = '+12025550100'
const SECOND = '+12025550101'

async function agentIn({ operator }: Host, settings: SentSettings = anAgent()) {
  return (await operator.mutation(api.agents.create, { settings }))._id
}

test('a number is kept once, without what was typed around its digits, and in order of them', async () => {
  const outcome = await compare(async (host) => {
    const agentId = await agentIn(host)
    const add = (phoneNumber: string) =>
      attempt(host.operator.mutation(api.twilioNumbers.add, { phoneNumber, agentId }))
    return {
      second: await add(` ${SECOND} `),
      first: await add(FIRST),
      again: await add('tel:+1 (202) 555-0100'),
      list: await host.operator.query(api.twilioNumbers.list, {}),
    }
  })
  expect(outcome).toMatchObject({
    second: { value: { phoneNumber: SECOND, description: '' } },
    again: {
      error: {
        code: 'conflict',
        field: 'phoneNumber',
        message: '+12025550100 is already answered by Reception.',
      },
    },
    list: [{ phoneNumber: FIRST }, { phoneNumber: SECOND }],
  })
})

test.each(['', '555 0100', '12025550100', '+0123456789', '+1202555010x', '+1'])(
  '“%s” is no number',
  async (phoneNumber) => {
    const outcome = await compare(async (host) => {
      const agentId = await agentIn(host)
      return attempt(host.operator.mutation(api.twilioNumbers.add, { phoneNumber, agentId }))
    })
    expect(outcome).toMatchObject({ error: { code: 'invalid', field: 'phoneNumber' } })
  },
)

test('a number can be changed, described, moved to another agent and removed', async () => {
  const outcome = await compare(async (host) => {
    const { operator } = host
    const [one, two] = [await agentIn(host), await agentIn(host, anAgent({ name: 'Sales' }))]
    const add = async (phoneNumber: string) =>
      (await operator.mutation(api.twilioNumbers.add, { phoneNumber, agentId: one }))._id
    const numberId = await add(FIRST)
    await add(SECOND)
    const update = (changes: {
      agentId?: typeof one
      phoneNumber?: string
      description?: string
    }) => attempt(operator.mutation(api.twilioNumbers.update, { numberId, ...changes }))
    return {
      moved: await update({ agentId: two, description: ' Sales line ' }),
      same: await update({ phoneNumber: FIRST }),
      taken: await update({ phoneNumber: SECOND }),
      wrong: await update({ phoneNumber: 'x' }),
      long: await update({ description: 'x'.repeat(201) }),
      ofTwo: await operator.query(api.twilioNumbers.list, { agentId: two }),
      removed: await operator.mutation(api.twilioNumbers.remove, { numberId }),
      again: await attempt(operator.mutation(api.twilioNumbers.remove, { numberId })),
      updateGone: await update({ description: 'x' }),
    }
  })
  expect(outcome).toMatchObject({
    moved: { value: { description: 'Sales line', phoneNumber: FIRST } },
    same: { value: { description: 'Sales line' } },
    taken: { error: { code: 'conflict', field: 'phoneNumber' } },
    wrong: { error: { code: 'invalid', field: 'phoneNumber' } },
    long: { error: { code: 'invalid', field: 'description' } },
    ofTwo: [{ phoneNumber: FIRST }],
    removed: null,
    again: { error: { code: 'not_found' } },
    updateGone: { error: { code: 'not_found' } },
  })
})

test('a number cannot go to an agent that is gone', async () => {
  const outcome = await compare(async (host) => {
    const agentId = await agentIn(host)
    await host.operator.mutation(api.agents.remove, { agentId })
    return attempt(host.operator.mutation(api.twilioNumbers.add, { phoneNumber: FIRST, agentId }))
  })
  expect(outcome).toMatchObject({ error: { code: 'not_found', field: 'agentId' } })
})

test('the Worker learns who answers a number', async () => {
  const outcome = await compare(async (host) => {
    const { operator, service } = host
    const agentId = await agentIn(host)
    const chat = await agentIn(host, anAgent({ capabilities: ['web_chat'] }))
    await operator.mutation(api.twilioNumbers.add, { phoneNumber: FIRST, agentId })
    await operator.mutation(api.twilioNumbers.add, { phoneNumber: SECOND, agentId: chat })
    const resolve = (phoneNumber: string) =>
      service.query(api.twilioNumbers.resolve, { phoneNumber })
    return [await resolve(FIRST), await resolve(SECOND), await resolve('+12025550199')]
  })
  expect(outcome).toMatchObject([
    { name: 'Reception', version: 1, engine: { voice: 'verse' } },
    null,
    null,
  ])
})

test('of many who add the same number at once, one succeeds', async () => {
  const outcome = await compare(async (host) => {
    const agentId = await agentIn(host)
    const attempts = await Promise.all(
      Array.from({ length: 5 }, () =>
        attempt(
          host.operator.mutation(
            api.twilioNumbers.add,
            { phoneNumber: FIRST, agentId },
            { skipQueue: true },
          ),
        ),
      ),
    )
    const list = await host.operator.query(api.twilioNumbers.list, {})
    return { added: attempts.filter((one) => 'value' in one).length, stored: list.length }
  })
  expect(outcome).toEqual({ added: 1, stored: 1 })
})

test('a number that is answered here is nobody’s fallback', async () => {
  const outcome = await compare(async (host) => {
    const agentId = await agentIn(host)
    const update = (fallbackNumber: string) =>
      attempt(
        host.operator.mutation(api.agents.update, {
          agentId,
          settings: anAgent({ voice: { fallbackNumber } }),
        }),
      )
    const add = (phoneNumber: string) =>
      attempt(host.operator.mutation(api.twilioNumbers.add, { phoneNumber, agentId }))
    await add(FIRST)
    const loop = await update(FIRST)
    await update(SECOND)
    return { loop, taken: await add(SECOND) }
  })
  expect(outcome).toMatchObject({
    loop: { error: { code: 'invalid', field: 'settings.voice.fallbackNumber' } },
    taken: { error: { code: 'conflict', field: 'phoneNumber' } },
  })
})

test('nobody is put through to a number that is answered here', async () => {
  const outcome = await compare(async (host) => {
    const agentId = await agentIn(host)
    const update = (phoneNumber: string) => {
      const target = { kind: 'phone' as const, phoneNumber }
      const destinations = [
        { name: 'web', target: { kind: 'sip' as const, uri: 'sip:desk@example.com' } },
        { name: 'desk', target },
      ]
      return attempt(
        host.operator.mutation(api.agents.update, {
          agentId,
          settings: anAgent({ tools: { destinations } }),
        }),
      )
    }
    const add = (phoneNumber: string) =>
      attempt(host.operator.mutation(api.twilioNumbers.add, { phoneNumber, agentId }))
    await add(FIRST)
    const loop = await update(FIRST)
    await update(SECOND)
    return { loop, taken: await add(SECOND) }
  })
  expect(outcome).toMatchObject({
    loop: {
      error: { code: 'invalid', field: 'settings.tools.destinations.1.target.phoneNumber' },
    },
    taken: {
      error: {
        code: 'conflict',
        field: 'phoneNumber',
        message: expect.stringContaining('a destination of'),
      },
    },
  })
})

test('a number’s calls take the way that was set, and nobody else’s change touches it', async () => {
  const outcome = await compare(async (host) => {
    const agentId = await agentIn(host)
    const { operator } = host
    const plain = await operator.mutation(api.twilioNumbers.add, { phoneNumber: FIRST, agentId })
    const numberId = plain._id
    const update = (changes: { way?: 'sip_dial' | 'stream'; description?: string }) =>
      operator.mutation(api.twilioNumbers.update, { numberId, ...changes })
    return {
      isSetAtFirst: 'way' in plain,
      set: await update({ way: 'sip_dial' }),
      described: await update({ description: 'Sales line' }),
      back: await update({ way: 'stream' }),
      other: await operator.mutation(api.twilioNumbers.add, {
        phoneNumber: SECOND,
        agentId,
        way: 'sip_conference',
      }),
    }
  })
  expect(outcome).toMatchObject({
    isSetAtFirst: false,
    set: { way: 'sip_dial' },
    described: { way: 'sip_dial', description: 'Sales line' },
    back: { way: 'stream' },
    other: { way: 'sip_conference' },
  })
})
