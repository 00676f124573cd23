import * as z from 'zod'
import type { ToolSettings } from '../../../convex/model/tools.ts'
import type { NextAgent } from '../../call/events.ts'
import type { Tool } from '../../call/ports.ts'
import { defineTool } from '../defineTool.ts'

/** Makes an agent ready to take the call over; a sentence for the model says why it cannot. */
export type FindAgent = (agentId: string) => Promise<NextAgent | string>

/** `others`: at least one. */
export function handOff(others: ToolSettings['handOff'], find: FindAgent): Tool {
  const choices = others.map(({ when }, index) => `${index + 1}: ${when}`)
  return defineTool({
    name: 'hand_off',
    description: `Hands this call over to another agent, who knows what was said and goes on with it. Say one short sentence first. To whom, and when:\n${choices.join('\n')}`,
    parameters: z.object({ to: z.enum(others.map((_, index) => String(index + 1))) }),
    timeoutMs: 8_000,
    async run({ to }) {
      const chosen = others[Number(to) - 1]
      const found = chosen ? await find(chosen.agentId) : 'There is no such agent.'
      if (typeof found === 'string') return { output: found }
      return {
        output: `${found.agent.name} goes on with the call.`,
        directive: { do: 'hand_off', to: found },
      }
    },
  })
}
