/** What every tool does: the port `Tool` of worker/call/ports.ts, and the limits of those who call it. */
import { describe, expect, test } from 'vitest'
import type { DigitsGiven } from '../../../worker/call/digits.ts'
import type { Tool, ToolContext } from '../../../worker/call/ports.ts'
import { toolboxOf } from '../../../worker/tools/toolbox.ts'

/** What a tool is told of a call. */
export function anyContext(
  told: string[] = [],
  given: DigitsGiven = { digits: '1234', reference: null, count: 4, ended: 'wanted' },
): ToolContext & { stop(): void } {
  const stop = new AbortController()
  return {
    toolCallId: 't1',
    call: { callSid: 'CA1', from: '+12025550199', to: '+12025550100' },
    agent: { agentId: 'a1', name: 'Reception', version: 1 },
    signal: stop.signal,
    tell: (text) => void told.push(text),
    collect: async () => given,
    stop: () => stop.abort(),
  }
}

/** `good`: arguments that the tool takes. */
export function describeTool(who: string, made: () => Tool, good: Record<string, unknown>): void {
  describe(`the port ${who}`, () => {
    test('has a name, a description and parameters as a model takes them', () => {
      const { description } = made()
      // https://developers.openai.com/api/docs/guides/function-calling
      expect(description.name).toMatch(/^[a-zA-Z0-9_-]{1,64}$/)
      expect(description.description.length).toBeGreaterThan(10)
      expect(description.parameters).toMatchObject({ type: 'object' })
      expect(JSON.parse(JSON.stringify(description.parameters))).toEqual(description.parameters)
    })

    test('may not take for ever', () => {
      const { timeoutMs } = made()
      expect(timeoutMs).toBeGreaterThan(0)
      expect(timeoutMs).toBeLessThanOrEqual(120_000)
    })

    test('gives a text for the model', async () => {
      const { output } = await made().run(JSON.stringify(good), anyContext())
      expect(output).not.toBe('')
    })

    test.each(['nonsense', '', '[]', '"text"', 'null'])(
      'refuses the arguments %j',
      async (args) => {
        const tool = made()
        await expect(tool.run(args, anyContext())).rejects.toThrow(Error)
        const { output, directive } = await toolboxOf([tool], 'en-US').run(
          tool.description.name,
          args,
          anyContext(),
        )
        expect(output).toMatch(/^Bad arguments: /)
        expect(directive).toBeUndefined()
      },
    )
  })
}
