import { describe, expect, test, vi } from 'vitest'
import * as z from 'zod'
import { defineTool } from '../../worker/tools/defineTool.ts'
import { toolsSchema } from '../../convex/model/tools.ts'
import { BadArguments } from '../../worker/tools/BadArguments.ts'
import { endCall } from '../../worker/tools/builtin/endCall.ts'
import type { DigitsGiven } from '../../worker/call/digits.ts'
import type { Message } from '../../worker/tools/builtin/sendSms.ts'
import { builtInTools, type ToolMakers } from '../../worker/tools/index.ts'
import { toolboxOf } from '../../worker/tools/toolbox.ts'
import { digitVault, UnknownDigits } from '../../worker/tools/vault.ts'
import { anyContext, describeTool } from './tool/describeTool.ts'

/** Arguments that a tool takes, by its name; none where it is not listed. */
const ARGUMENTS: Record<string, Record<string, unknown>> = {
  send_dtmf: { digits: '1w2#' },
  collect_digits: { purpose: 'an order number', sensitive: false, length: 4 },
  send_sms: { text: 'Twelve Harbour Street.' },
  hand_off: { to: '1' },
  transfer_to_human: { destination: 'Front desk', summary: 'Wants a refund.' },
}

const MAKERS: ToolMakers = {
  call: anyContext().call,
  relayed: true,
  findAgent: async () => 'Nobody is there.',
  sendMessage: async () => 'Sent.',
  putsThrough: true,
  locale: 'en-US',
  now: () => 0,
}

/** Everything that is built in. */
const TOOLS = builtInTools(
  toolsSchema.parse({
    sendDtmf: true,
    collectDigits: true,
    timeZone: 'Europe/Berlin',
    sms: {},
    handOff: [{ agentId: 'a2', when: 'They want to buy something.' }],
    destinations: [{ name: 'Front desk', target: { kind: 'phone', phoneNumber: '+12025550123' } }],
  }),
  MAKERS,
)

for (const tool of TOOLS) {
  const { name } = tool.description
  describeTool(`of the tool ${name}`, () => tool, ARGUMENTS[name] ?? {})
}

test('no two tools have one name', () => {
  expect(new Set(TOOLS.map(({ description }) => description.name)).size).toBe(TOOLS.length)
})

const define = (run: Parameters<typeof defineTool<z.ZodObject>>[0]['run'], timeoutMs = 5_000) =>
  defineTool({
    name: 'weather',
    description: 'Tells the weather.',
    parameters: z.object({}),
    timeoutMs,
    run,
  })

describe('the toolbox', () => {
  test('tells models what there is, and the call how long each may take', () => {
    const { descriptions, rules } = toolboxOf(TOOLS, 'en-US')
    expect(descriptions).toEqual(TOOLS.map(({ description }) => description))
    expect(rules).toMatchObject({
      end_call: { timeoutMs: endCall.timeoutMs, repeatable: false, filler: null },
    })
  })

  test('gives a tool the call, the agent, and a way to say how far it is', async () => {
    const told: string[] = []
    const context = anyContext(told)
    const weather = define(async (_args, { call, agent, tell }) => {
      tell(`${agent.name} asks for ${call.from}`)
      return { output: 'sun' }
    })
    expect(await toolboxOf([weather], 'en-US').run('weather', '{}', context)).toEqual({
      output: 'sun',
    })
    expect(told).toEqual(['Reception asks for +12025550199'])
  })

  test('passes on what is to become of the call', async () => {
    const outcome = await toolboxOf(TOOLS, 'en-US').run('end_call', '{}', anyContext())
    expect(outcome.directive).toEqual({ do: 'end' })
  })

  test('knows nothing of a tool that there is not, and says so to the model', async () => {
    const { output } = await toolboxOf(TOOLS, 'en-US').run('weather', '{}', anyContext())
    expect(output).toContain('weather')
  })

  test('tells the model of a tool that fails, and nothing of why', async () => {
    const logged = vi.spyOn(console, 'error').mockImplementation(() => {})
    const failing = define(async () => {
      throw new Error('the password is 1234')
    })
    const { output } = await toolboxOf([failing], 'en-US').run('weather', '{}', anyContext())
    expect(output).not.toContain('1234')
    expect(output).toMatch(/failed/)
    expect(JSON.stringify(logged.mock.calls)).not.toContain('1234')
    vi.restoreAllMocks()
  })

  test('gives up a tool that takes longer than it may, and lets it know', async () => {
    const stopped = Promise.withResolvers<boolean>()
    const slow = define(async (_args, { signal }) => {
      signal.addEventListener('abort', () => stopped.resolve(true))
      return new Promise<never>(() => {})
    }, 10)
    const { output } = await toolboxOf([slow], 'en-US').run('weather', '{}', anyContext())
    expect(output).toMatch(/too long/)
    expect(await stopped.promise).toBe(true)
  })

  test('gives up a tool that nobody waits for any more', async () => {
    const context = anyContext()
    const slow = define(async () => new Promise<never>(() => {}))
    const settled = toolboxOf([slow], 'en-US').run('weather', '{}', context)
    context.stop()
    expect((await settled).directive).toBeUndefined()
  })

  test('holds arguments to the schema of the tool, and says what is wrong with them', async () => {
    const ran = vi.fn<() => void>()
    const parameters = {
      type: 'object',
      properties: { day: { enum: ['today', 'tomorrow'] }, hours: { type: 'integer', minimum: 1 } },
      required: ['day'],
      additionalProperties: false,
    }
    const tool = {
      ...define(async () => {
        ran()
        return { output: 'sun' }
      }),
      description: { name: 'weather', description: 'Tells the weather.', parameters },
    }
    const run = async (args: string) =>
      (await toolboxOf([tool], 'en-US').run('weather', args, anyContext())).output
    expect(await run('{"hours":2}')).toMatch(/^Bad arguments: .*day/)
    expect(await run('{"day":"never"}')).toMatch(/^Bad arguments: .*day/)
    expect(await run('{"day":"today","hours":1.5}')).toMatch(/^Bad arguments: .*hours/)
    expect(await run('{"day":"today","more":1}')).toMatch(/^Bad arguments: .*more/)
    expect(ran).not.toHaveBeenCalled()
    expect(await run('{"day":"today","hours":2}')).toBe('sun')
  })

  test('tells a model no more than eight kilobytes of a result', async () => {
    const encoder = new TextEncoder()
    for (const piece of ['a', 'ä', '語', '🎉']) {
      const long = define(async () => ({ output: piece.repeat(20_000) }))
      const { output } = await toolboxOf([long], 'en-US').run('weather', '{}', anyContext())
      expect(encoder.encode(output).length).toBeLessThanOrEqual(8_192)
      expect(encoder.encode(output).length).toBeGreaterThan(8_180)
      expect(output).not.toContain('\ufffd')
      expect(output).toMatch(/left out/)
    }
    const whole = define(async () => ({ output: 'ä'.repeat(4_096) }))
    const { output } = await toolboxOf([whole], 'en-US').run('weather', '{}', anyContext())
    expect(output).toBe('ä'.repeat(4_096))
  })

  test('takes out of results and progress what no model is to know', async () => {
    const vault = digitVault(() => 'a1')
    const reference = vault.keep('4111111111111111')
    const told: string[] = []
    const echoing = define(async (_args, { tell }) => {
      const sent = vault.redeem(reference)
      tell(`Paying with ${sent}`)
      return { output: `Declined: 4111-1111 1111.1111 (${sent})` }
    })
    const toolbox = toolboxOf([echoing], 'en-US', vault.redact)
    const { output } = await toolbox.run('weather', '{}', anyContext(told))
    expect(output).toBe('Declined: ••• (•••)')
    expect(told).toEqual(['Paying with •••'])
  })

  test('asks for digits again that are not known any more', async () => {
    const vault = digitVault(() => 'a1')
    const redeeming = define(async () => ({ output: vault.redeem('{{digits:a2}}') }))
    const { output } = await toolboxOf([redeeming], 'en-US').run('weather', '{}', anyContext())
    expect(output).toMatch(/Ask the caller to enter them again/)
  })
})

describe('the vault', () => {
  test('gives digits out once, and keeps them from every text afterwards', () => {
    const vault = digitVault(() => 'a1')
    const reference = vault.keep('12#4')
    expect(reference).toBe('{{digits:a1}}')
    expect(vault.redeem(`{"pin":"${reference}"}`)).toBe('{"pin":"12#4"}')
    expect(() => vault.redeem(reference)).toThrow(UnknownDigits)
    expect(vault.redact('pin 12#4, not 12#45')).toBe('pin •••, not 12#45')
  })
})

const toolNamed = (name: string) => {
  const tool = TOOLS.find(({ description }) => description.name === name)
  if (!tool) throw new Error(`There is no ${name}.`)
  return tool
}

describe('the built-in tools', () => {
  test('tell the time where the agent is', async () => {
    const { output } = await toolNamed('get_current_time').run('{}', anyContext())
    expect(output).toBe('It is Thursday, 1 January 1970 at 01:00 GMT+01:00 in Europe/Berlin.')
  })

  test('pass keys on to be sent', async () => {
    const { directive } = await toolNamed('send_dtmf').run('{"digits":"w12#"}', anyContext())
    expect(directive).toEqual({ do: 'send_digits', digits: 'w12#' })
    await expect(toolNamed('send_dtmf').run('{"digits":"ww"}', anyContext())).rejects.toThrow(
      BadArguments,
    )
    await expect(toolNamed('send_dtmf').run('{"digits":"1 2"}', anyContext())).rejects.toThrow(
      BadArguments,
    )
  })

  test('tell a model the digits, or what stands for them', async () => {
    const args = JSON.stringify({ purpose: 'a PIN', sensitive: true, length: 4, at_least: 4 })
    const run = async (given: DigitsGiven) =>
      (await toolNamed('collect_digits').run(args, anyContext([], given))).output
    const ended = 'wanted'
    expect(await run({ digits: '1234', reference: null, count: 4, ended })).toContain('1234')
    const hidden = await run({ digits: null, reference: '{{digits:a1}}', count: 4, ended })
    expect(hidden).toContain('{{digits:a1}}')
    expect(await run({ digits: null, reference: '{{digits:a1}}', count: 3, ended })).not.toContain(
      '{{',
    )
    expect(await run({ digits: '', reference: null, count: 0, ended })).toContain('nothing')
  })

  test('are there where they can be used', () => {
    const names = (settings: object, makers: object) =>
      builtInTools(toolsSchema.parse(settings), { ...MAKERS, ...makers }).map(
        ({ description }) => description.name,
      )
    expect(names({}, {})).toEqual(['end_call'])
    const keys = { sendDtmf: true, collectDigits: true }
    expect(names(keys, { relayed: false })).toEqual(['end_call'])
    expect(names({ sms: {} }, { sendMessage: null })).toEqual(['end_call'])
    const withheld = { call: { ...MAKERS.call, from: 'anonymous' } }
    expect(names({ sms: {} }, withheld)).toEqual(['end_call'])
    expect(names({ sms: { others: ['+12025550111'] } }, withheld)).toEqual(['end_call', 'send_sms'])
  })

  test('send text messages to nobody but the caller and those who are listed', async () => {
    const sent: Message[] = []
    const sendMessage = async (message: Message) => {
      sent.push(message)
      return 'Sent.'
    }
    const tool = (others: string[]) => {
      const settings = toolsSchema.parse({ endCall: false, sms: { others } })
      return builtInTools(settings, { ...MAKERS, sendMessage })
    }
    await toolboxOf(tool([]), 'en-US').run('send_sms', '{"text":"Hi."}', anyContext())
    const listed = toolboxOf(tool(['+12025550111']), 'en-US')
    await listed.run('send_sms', '{"text":"Hi."}', anyContext())
    await listed.run('send_sms', '{"text":"Hi.","to":"+12025550111"}', anyContext())
    const refused = await listed.run('send_sms', '{"text":"Hi.","to":"+19005550111"}', anyContext())
    expect(sent.map(({ to }) => to)).toEqual(['+12025550199', '+12025550199', '+12025550111'])
    expect(refused.output).toMatch(/^Bad arguments: /)
  })
})
