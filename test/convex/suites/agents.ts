import { expect, test } from 'vitest'
import { api } from '../../../convex/_generated/api.js'
import { attempt, firstPage, useBothHosts } from '../compare.ts'
import { anAgent, type SentSettings } from '../examples.ts'

const compare = useBothHosts()

test('a new agent gets the defaults, version 1 and the name of who made it', async () => {
  const outcome = await compare(async ({ operator }) => {
    const made = await operator.mutation(api.agents.create, { settings: anAgent() })
    return {
      made,
      got: await operator.query(api.agents.get, { agentId: made._id }),
      list: await operator.query(api.agents.list, {}),
    }
  })
  expect(outcome).toMatchObject({
    made: { _id: 'id 1', version: 1, updatedBy: 'Olivia Operator', capabilities: ['voice'] },
    got: {
      voice: { locale: 'en-US', bargeIn: true, greeting: { interruptible: true } },
      engine: { engine: 'realtime', voice: 'verse', transcription: { language: 'locale' } },
      otherEngine: null,
    },
    list: [{ _id: 'id 1' }],
  })
})

const REFUSED: [what: string, settings: SentSettings, field: string][] = [
  ['an empty name', anAgent({ name: '  ' }), 'settings.name'],
  ['a name that is too long', anAgent({ name: 'x'.repeat(81) }), 'settings.name'],
  ['no instructions', anAgent({ instructions: '' }), 'settings.instructions'],
  ['no capability', anAgent({ capabilities: [] }), 'settings.capabilities'],
  ['a capability twice', anAgent({ capabilities: ['voice', 'voice'] }), 'settings.capabilities'],
  [
    'an unknown voice',
    anAgent({ engine: { engine: 'realtime', voice: 'elvis' } }),
    'settings.engine.voice',
  ],
  [
    'a speed beyond the limit',
    anAgent({ engine: { engine: 'realtime', speed: 9 } }),
    'settings.engine.speed',
  ],
  [
    'a language that nobody speaks',
    anAgent({ engine: { engine: 'realtime', transcription: { language: 'xx' } } }),
    'settings.engine.transcription.language',
  ],
  [
    'an unknown model of the other engine',
    anAgent({ otherEngine: { engine: 'realtime', model: 'gpt-1' } }),
    'settings.otherEngine.model',
  ],
  [
    'a fallback number that is not E.164',
    anAgent({ voice: { fallbackNumber: '555 0100' } }),
    'settings.voice.fallbackNumber',
  ],
  [
    'an empty greeting',
    anAgent({ voice: { greeting: { type: 'fixed', text: ' ' } } }),
    'settings.voice.greeting.text',
  ],
  [
    'a threshold beyond 1',
    anAgent({
      engine: {
        engine: 'realtime',
        turnDetection: {
          type: 'server_vad',
          threshold: 2,
          prefixPaddingMs: 0,
          silenceDurationMs: 500,
        },
      },
    }),
    'settings.engine.turnDetection.threshold',
  ],
]

test.each(REFUSED)('%s is refused with a sentence and its field', async (_, settings, field) => {
  const outcome = await compare(({ operator }) =>
    attempt(operator.mutation(api.agents.create, { settings })),
  )
  expect(outcome).toEqual({ error: { code: 'invalid', field, message: expect.any(String) } })
})

const nothing = 'nothing of this kind'

test.each([
  ['engine.model', { engine: { engine: 'realtime', model: nothing } }],
  ['engine.noiseReduction', { engine: { engine: 'realtime', noiseReduction: nothing } }],
  ['voice.locale', { voice: { locale: nothing } }],
] as const)('an unknown %s is refused', async (field, changes) => {
  const settings = anAgent(changes)
  const outcome = await compare(({ operator }) =>
    attempt(operator.mutation(api.agents.create, { settings })),
  )
  expect(outcome).toMatchObject({ error: { code: 'invalid', field: `settings.${field}` } })
})

test('a legacy voice becomes its nearest Realtime voice', async () => {
  const outcome = await compare(async ({ operator }) => {
    const { engine } = await operator.mutation(api.agents.create, {
      settings: anAgent({ engine: { engine: 'realtime', voice: 'onyx' } }),
    })
    return engine
  })
  expect(outcome).toMatchObject({ engine: 'realtime', voice: 'cedar' })
})

test('a save makes a version only when something changed, and never over a newer one', async () => {
  const outcome = await compare(async ({ operator }) => {
    const { _id: agentId } = await operator.mutation(api.agents.create, { settings: anAgent() })
    const save = (name: string, expectedVersion?: number) =>
      attempt(
        operator.mutation(api.agents.update, {
          agentId,
          settings: anAgent({ name }),
          ...(expectedVersion === undefined ? {} : { expectedVersion }),
        }),
      )
    return [
      await save('Reception', 1),
      await save('Front desk', 1),
      await save('Desk', 1),
      await save('Desk'),
    ]
  })
  expect(outcome).toMatchObject([
    { value: { version: 1 } },
    { value: { version: 2, name: 'Front desk' } },
    { error: { code: 'conflict', field: 'expectedVersion' } },
    { value: { version: 3, name: 'Desk' } },
  ])
})

test('versions are listed newest first across pages, also while new ones are saved', async () => {
  const outcome = await compare(async ({ operator }) => {
    const { _id: agentId } = await operator.mutation(api.agents.create, { settings: anAgent() })
    const save = (name: string) =>
      operator.mutation(api.agents.update, { agentId, settings: anAgent({ name }) })
    for (const name of ['two', 'three', 'four', 'five']) await save(name)
    const versions = (cursor: string | null) =>
      operator.query(api.agents.versions, { agentId, paginationOpts: { numItems: 2, cursor } })
    const first = await versions(null)
    await save('six')
    const second = await versions(first.continueCursor)
    const third = await versions(second.continueCursor)
    return [first, second, third]
  })
  expect(outcome).toMatchObject([
    { page: [{ version: 5 }, { version: 4 }], isDone: false },
    { page: [{ version: 3 }, { version: 2 }], isDone: false },
    { page: [{ version: 1 }], isDone: true },
  ])
})

test('an old version comes back as a new one', async () => {
  const outcome = await compare(async ({ operator }) => {
    const { _id: agentId } = await operator.mutation(api.agents.create, { settings: anAgent() })
    await operator.mutation(api.agents.update, { agentId, settings: anAgent({ name: 'Desk' }) })
    return [
      await attempt(operator.mutation(api.agents.restore, { agentId, version: 1 })),
      await attempt(operator.mutation(api.agents.restore, { agentId, version: 9 })),
      await operator.query(api.agents.versions, { agentId, paginationOpts: firstPage(10) }),
    ]
  })
  expect(outcome).toMatchObject([
    { value: { version: 3, name: 'Reception' } },
    { error: { code: 'not_found', field: 'version' } },
    { page: [{ version: 3 }, { version: 2 }, { version: 1 }] },
  ])
})

test('an agent that answers a number stays; without numbers it goes, and its versions remain', async () => {
  const outcome = await compare(async ({ operator }) => {
    const { _id: agentId } = await operator.mutation(api.agents.create, { settings: anAgent() })
    const { _id: numberId } = await operator.mutation(api.twilioNumbers.add, {
      phoneNumber: '+12025550100',
      agentId,
    })
    const remove = () => attempt(operator.mutation(api.agents.remove, { agentId }))
    const refused = await remove()
    await operator.mutation(api.twilioNumbers.remove, { numberId })
    return {
      refused,
      removed: await remove(),
      again: await remove(),
      update: await attempt(
        operator.mutation(api.agents.update, { agentId, settings: anAgent({ name: 'x' }) }),
      ),
      got: await operator.query(api.agents.get, { agentId }),
      versions: await operator.query(api.agents.versions, {
        agentId,
        paginationOpts: firstPage(5),
      }),
    }
  })
  expect(outcome).toMatchObject({
    refused: { error: { code: 'conflict', message: expect.stringContaining('+12025550100') } },
    removed: { value: null },
    again: { error: { code: 'not_found' } },
    update: { error: { code: 'not_found' } },
    got: null,
    versions: { page: [{ version: 1 }] },
  })
})

test('the Worker gets a snapshot of an agent that takes calls, and of no other', async () => {
  const outcome = await compare(async ({ operator, service }) => {
    const create = async (settings: SentSettings) =>
      (
        await operator.mutation(api.agents.create, {
          settings: settings,
        })
      )._id
    const snapshot = (agentId: string) => service.query(api.agents.snapshot, { agentId })
    const chat = await create(anAgent({ capabilities: ['web_chat'] }))
    return [await snapshot(await create(anAgent())), await snapshot(chat), await snapshot('nobody')]
  })
  expect(outcome).toMatchObject([{ agentId: 'id 1', name: 'Reception', version: 1 }, null, null])
})

test('a new installation is seeded once', async () => {
  const outcome = await compare(async ({ service, operator }) => {
    const seed = (phoneNumber: string) =>
      attempt(
        service.mutation(api.setup.seed, { settings: anAgent(), phoneNumber, description: 'Demo' }),
      )
    return [
      await seed('+1'),
      await seed('+12025550100'),
      await seed('+12025550101'),
      await operator.query(api.agents.list, {}),
      await operator.query(api.twilioNumbers.list, {}),
    ]
  })
  expect(outcome).toMatchObject([
    { error: { code: 'invalid', field: 'phoneNumber' } },
    { value: { seeded: true, agentId: 'id 1' } },
    { value: { seeded: false, agentId: null } },
    [{ _id: 'id 1' }],
    [{ phoneNumber: '+12025550100', agentId: 'id 1', description: 'Demo' }],
  ])
})

test('an edited prompt is the agent’s next version, and the same one is none', async () => {
  const outcome = await compare(async ({ service, operator }) => {
    const { _id } = await operator.mutation(api.agents.create, { settings: anAgent() })
    const update = (agentId: string, instructions: string) =>
      attempt(service.mutation(api.setup.updatePrompt, { agentId, instructions }))
    return [
      await update(_id, 'You sell shoes.'),
      await update(_id, 'You sell shoes.'),
      await update(_id, '  '),
      await update('nobody', 'You sell shoes.'),
      await operator.query(api.agents.get, { agentId: _id }),
    ]
  })
  expect(outcome).toMatchObject([
    { value: { version: 2 } },
    { value: { version: 2 } },
    { error: { code: 'invalid', field: 'instructions' } },
    { error: { code: 'not_found', field: 'agentId' } },
    { version: 2, instructions: 'You sell shoes.', name: anAgent().name },
  ])
})

test('an agent of one call comes with its number, goes with it, and takes nobody’s place', async () => {
  const outcome = await compare(async ({ service, operator }) => {
    const { _id } = await operator.mutation(api.agents.create, { settings: anAgent() })
    await operator.mutation(api.twilioNumbers.add, { phoneNumber: '+12025550100', agentId: _id })
    const add = (phoneNumber: string, name: string) =>
      attempt(service.mutation(api.setup.addTrial, { settings: anAgent({ name }), phoneNumber }))
    const remove = (phoneNumber: string) => service.mutation(api.setup.removeTrial, { phoneNumber })
    const agents = () => operator.query(api.agents.list, {})
    return [
      await add('+12025550100', 'Trial'),
      await add('+12025550110', 'Trial'),
      await add('+12025550110', 'Another'),
      (await agents()).map(({ name }) => name).toSorted(),
      await remove('+12025550110'),
      await remove('+12025550110'),
      await remove('+12025550100'),
      (await agents()).map(({ name }) => name),
      (await operator.query(api.twilioNumbers.list, {})).map(({ phoneNumber }) => phoneNumber),
    ]
  })
  expect(outcome).toMatchObject([
    { error: { code: 'conflict', field: 'phoneNumber' } },
    { value: { agentId: 'id 1' } },
    { value: { agentId: 'id 1' } },
    ['Another', anAgent().name],
    null,
    null,
    null,
    [anAgent().name],
    ['+12025550100'],
  ])
})

const SATELLITE = '+881612345678'

test('a number that costs far more than others is a fallback once that is confirmed', async () => {
  const outcome = await compare(async ({ operator }) => {
    const settings = anAgent({ voice: { fallbackNumber: SATELLITE } })
    const refused = await attempt(operator.mutation(api.agents.create, { settings }))
    const made = await operator.mutation(api.agents.create, { settings, confirmed: true })
    const agentId = made._id
    const edited = { ...settings, name: 'Another name' }
    const kept = await operator.mutation(api.agents.update, { agentId, settings: edited })
    await operator.mutation(api.agents.update, { agentId, settings: anAgent() })
    const back = (more: { confirmed?: boolean }) =>
      attempt(operator.mutation(api.agents.restore, { agentId, version: 2, ...more }))
    const again = await attempt(operator.mutation(api.agents.update, { agentId, settings }))
    return {
      refused,
      kept,
      again,
      asked: await back({}),
      restored: await back({ confirmed: true }),
    }
  })
  const unconfirmed = { error: { code: 'unconfirmed', field: 'settings.voice.fallbackNumber' } }
  const stored = { voice: { fallbackNumber: SATELLITE } }
  expect(outcome).toMatchObject({
    refused: unconfirmed,
    kept: { version: 2, ...stored },
    again: unconfirmed,
    asked: unconfirmed,
    restored: { value: { version: 4, ...stored } },
  })
})

const aDestination = (phoneNumber: string, name = 'desk') => ({
  name,
  target: { kind: 'phone' as const, phoneNumber },
})

test('a number that costs far more than others is a destination once that is confirmed', async () => {
  const outcome = await compare(async ({ operator }) => {
    const destinations = [aDestination('+12025550170'), aDestination(SATELLITE, 'ship')]
    const settings = anAgent({ tools: { destinations } })
    const refused = await attempt(operator.mutation(api.agents.create, { settings }))
    const made = await operator.mutation(api.agents.create, { settings, confirmed: true })
    const edited = { ...settings, voice: { fallbackNumber: SATELLITE } }
    return {
      refused,
      kept: await operator.mutation(api.agents.update, { agentId: made._id, settings: edited }),
    }
  })
  const field = 'settings.tools.destinations.1.target.phoneNumber'
  expect(outcome).toMatchObject({
    refused: { error: { code: 'unconfirmed', field, message: expect.stringContaining(SATELLITE) } },
    kept: { version: 2, voice: { fallbackNumber: SATELLITE } },
  })
})

test('of several numbers that cost far more, the question names each', async () => {
  const outcome = await compare(async ({ operator }) => {
    const settings = anAgent({
      voice: { fallbackNumber: SATELLITE },
      tools: { destinations: [aDestination('+19005550100')] },
    })
    return attempt(operator.mutation(api.agents.create, { settings }))
  })
  const field = 'settings.voice.fallbackNumber'
  expect(outcome).toMatchObject({ error: { code: 'unconfirmed', field } })
  const message = expect.stringMatching(/881612345678 is a satellite .*19005550100 is a premium/)
  expect(outcome).toMatchObject({ error: { message } })
})

const forUnknown = (name: string) => anAgent({ name, sip: { answersUnknown: true } })

test('one agent answers calls to no number of ours: the last that was saved for them', async () => {
  const outcome = await compare(async ({ operator }) => {
    const first = await operator.mutation(api.agents.create, { settings: forUnknown('First') })
    const second = await operator.mutation(api.agents.create, { settings: forUnknown('Second') })
    const made = await operator.query(api.agents.list, {})
    const agentId = first._id
    await operator.mutation(api.agents.restore, { agentId, version: 1 })
    return {
      made,
      restored: await operator.query(api.agents.list, {}),
      versions: await operator.query(api.agents.versions, {
        agentId: second._id,
        paginationOpts: firstPage(5),
      }),
    }
  })
  const on = { sip: { answersUnknown: true } }
  const off = { sip: { answersUnknown: false } }
  expect(outcome).toMatchObject({
    made: [
      { name: 'First', version: 2, ...off },
      { name: 'Second', version: 1, ...on },
    ],
    restored: [
      { name: 'First', version: 3, ...on },
      { name: 'Second', version: 2, ...off },
    ],
    versions: {
      page: [
        { version: 2, settings: off },
        { version: 1, settings: on },
      ],
    },
  })
})
