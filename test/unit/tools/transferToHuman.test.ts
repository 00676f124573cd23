import { describe, expect, test } from 'vitest'
import * as z from 'zod'
import { type Destination, destinationSchema } from '../../../convex/model/destination.ts'
import { toolsSchema } from '../../../convex/model/tools.ts'
import type { ToolContext } from '../../../worker/call/ports.ts'
import { transferToHuman } from '../../../worker/tools/builtin/transferToHuman.ts'
import { builtInTools, type ToolMakers } from '../../../worker/tools/index.ts'

const CALLED = '+12025550100'
/** A Monday, 12:00 in London. */
const NOON = Date.parse('2026-01-12T12:00:00Z')

const someone = (settings: Partial<z.input<typeof destinationSchema>> = {}): Destination =>
  destinationSchema.parse({
    name: 'Front desk',
    target: { kind: 'phone', phoneNumber: '+12025550123' },
    ...settings,
  })

const context: ToolContext = {
  toolCallId: 't1',
  call: { callSid: 'CA1', from: '+12025550199', to: CALLED },
  agent: { agentId: 'a1', name: 'Reception', version: 1 },
  signal: new AbortController().signal,
  tell: () => {},
  collect: () => Promise.reject(new Error('Nobody collects.')),
}

function toolFor(...destinations: Destination[]) {
  return transferToHuman(destinations, { called: CALLED, locale: 'en-US', now: () => NOON })
}

const ask = (tool: ReturnType<typeof toolFor>, destination: string) =>
  tool?.run(JSON.stringify({ destination, summary: 'Wants a refund.' }), context)

describe('transfer_to_human', () => {
  const desk = someone({ when: 'They ask for a person.' })
  const sales = someone({
    name: 'Sales',
    target: { kind: 'sip', uri: 'sip:sales@example.com' },
    hours: { timeZone: 'Europe/London', days: [{ day: 2, from: '09:00', to: '17:00' }] },
  })

  test('names each destination, and says when', () => {
    const tool = toolFor(desk, sales)
    expect(tool?.description.description).toContain('\nFront desk: They ask for a person.')
    expect(tool?.description.description).toContain(
      '\nSales: There Tuesday 09:00–17:00 (Europe/London).',
    )
    expect(tool?.description.parameters).toMatchObject({
      properties: { destination: { enum: ['Front desk', 'Sales'] } },
      required: ['destination', 'summary'],
    })
    expect(tool?.filler).toBeNull()
  })

  test('asks for the person, with what they are to hear', async () => {
    expect(await ask(toolFor(desk), 'Front desk')).toMatchObject({
      output: expect.stringContaining('“Front desk” is being called now.'),
      directive: { do: 'transfer', to: desk, summary: 'Wants a refund.' },
    })
  })

  test('calls nobody who is not there, and says when they are', async () => {
    const answer = await ask(toolFor(desk, sales), 'Sales')
    expect(answer?.directive).toBeUndefined()
    expect(answer?.output).toContain(
      'there again tomorrow at 09:00, by the clocks of Europe/London',
    )
  })

  test('knows nobody but those who are listed', async () => {
    await expect(ask(toolFor(desk), '+18005550000')).rejects.toThrow(/destination/)
  })

  test('never offers the number that the caller has called', () => {
    const ours = someone({ name: 'Ours', target: { kind: 'phone', phoneNumber: CALLED } })
    expect(toolFor(ours)).toBeNull()
    expect(JSON.stringify(toolFor(ours, desk)?.description)).not.toContain('Ours')
  })

  test('offers a number that costs far more than others: it was confirmed as the agent was saved', () => {
    const costly = someone({ target: { kind: 'phone', phoneNumber: '+19005550100' } })
    expect(toolFor(costly)).not.toBeNull()
  })
})

describe('an agent has it', () => {
  const makers: ToolMakers = {
    call: context.call,
    relayed: true,
    findAgent: async () => 'nobody',
    sendMessage: null,
    putsThrough: true,
    locale: 'en-US',
    now: () => NOON,
  }
  const namesWith = (settings: z.input<typeof toolsSchema>, changes: Partial<ToolMakers> = {}) =>
    builtInTools(toolsSchema.parse(settings), { ...makers, ...changes }).map(
      ({ description }) => description.name,
    )

  test('where there are a destination and somebody who can call it', () => {
    expect(namesWith({ destinations: [someone()] })).toContain('transfer_to_human')
    expect(namesWith({ destinations: [] })).not.toContain('transfer_to_human')
    expect(namesWith({ destinations: [someone()] }, { putsThrough: false })).not.toContain(
      'transfer_to_human',
    )
  })
})
