import { expect, test } from 'vitest'
import { Webhook } from 'standardwebhooks'
import { type Bench, describeBrain } from './brain/describeBrain.ts'
import { chatCompletionsRig, httpRig, responsesRig, SECRETS } from './brain/rigs.ts'

describeBrain('responses', responsesRig, describeResponses)
describeBrain('chat completions', chatCompletionsRig)
describeBrain('http', httpRig, describeHttp)

function describeResponses({ make, rig, vendor }: Bench): void {
  test('asks a model without what it does not take', async () => {
    rig().settings = { kind: 'responses', model: 'gpt-5', reasoning: 'none' }
    const asked = (await make()).ask()
    expect(await asked.end()).toEqual({ how: 'whole' })
    expect(asked.text).toBe('One two three.')
    expect((await vendor().nextExchange()).body).toHaveProperty('reasoning')
    expect((await vendor().nextExchange()).body).not.toHaveProperty('reasoning')
  })

  test('says that a model is gone, in OpenAI’s words', async () => {
    rig().settings = { kind: 'responses', model: 'gpt-unreal', reasoning: 'none' }
    expect(await (await make()).ask().end()).toMatchObject({
      failure: { cause: expect.stringContaining('does not exist'), again: false },
    })
  })

  test('gives up whoever writes nothing for ten seconds', async () => {
    vendor().fault({ kind: 'stall', afterDeltas: 1 })
    const asked = (await make()).ask()
    expect(await asked.end()).toMatchObject({
      failure: { cause: 'OpenAI wrote nothing for 10 seconds.', again: true },
    })
    expect(asked.text).toBe('One')
    expect(await (await vendor().nextExchange()).ended).toBe('client_gone')
  })
}

function describeHttp({ make, rig, vendor }: Bench): void {
  test('tells which answer of which call is asked for', async () => {
    await (await make()).ask({ attempt: 2, supersedes: 'turn-0' }).end()
    expect((await vendor().nextExchange()).body).toMatchObject({
      stream: true,
      switchboard: {
        call: 'CA00000000000000000000000000000001',
        caller: '+12025550101',
        channel: 'phone',
        turn: 'turn-1',
        attempt: 2,
        supersedes: 'turn-0',
      },
    })
  })

  test('signs each request, by the answer’s key', async () => {
    await (await make()).ask().end()
    const { headers, body } = await vendor().nextExchange()
    const names = ['webhook-id', 'webhook-timestamp', 'webhook-signature']
    const signed = Object.fromEntries(names.map((name) => [name, String(headers[name])]))
    expect(signed['webhook-id']).toBe('turn-1')
    const secret = new Webhook(SECRETS.sec_00000000000000signing0)
    expect(secret.verify(JSON.stringify(body), signed)).toEqual(body)
  })

  test('does only what the agent can', async () => {
    const other = { tools: [{ name: 'format_disk', arguments: {} }] }
    vendor().script(
      { say: 'Yes.', ...other },
      { say: 'Yes.', tools: [{ name: 'weather', arguments: {} }] },
    )
    const brain = await make()
    const first = brain.ask()
    await first.end()
    expect(first.pieces.map(({ type }) => type)).toEqual(['text', 'usage'])
    expect(brain.control.failures).toEqual([{ report: 'unreadable' }])
    const second = brain.ask()
    await second.end()
    expect(second.pieces.map(({ type }) => type)).toEqual(['text', 'tool_call', 'usage'])
  })

  test('tells no tools where that is not wanted', async () => {
    const { settings } = rig()
    if (settings.kind === 'http') rig().settings = { ...settings, tools: false }
    await (await make()).ask().end()
    expect((await vendor().nextExchange()).body).not.toHaveProperty('tools')
  })
}
