import { describe, expect, test, vi } from 'vitest'
import * as z from 'zod'
import { defineTool } from '../../worker/tools/defineTool.ts'
import { endCall } from '../../worker/tools/endCall.ts'
import { TOOLS } from '../../worker/tools/index.ts'
import { toolboxOf } from '../../worker/tools/toolbox.ts'
import { anyContext, describeTool } from './tool/describeTool.ts'

/** Arguments that a tool takes, by its name; none where it is not listed. */
const ARGUMENTS: Record<string, Record<string, unknown>> = {}

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
    const { descriptions, timeoutsMs } = toolboxOf(TOOLS, 'en-US')
    expect(descriptions).toEqual(TOOLS.map(({ description }) => description))
    expect(timeoutsMs).toEqual({ end_call: endCall.timeoutMs })
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
})
