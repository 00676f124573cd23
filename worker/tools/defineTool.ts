import * as z from 'zod'
import type { Tool, ToolContext, ToolOutcome } from '../call/ports.ts'

interface Definition<Args extends z.ZodType> {
  name: string
  /** Tells the model when to use it. */
  description: string
  parameters: Args
  /** How long it may take, in ms. */
  timeoutMs: number
  run: (args: z.infer<Args>, context: ToolContext) => Promise<ToolOutcome>
}

export function defineTool<Args extends z.ZodType>(definition: Definition<Args>): Tool {
  const { name, description, parameters, timeoutMs, run } = definition
  return {
    description: { name, description, parameters: z.toJSONSchema(parameters) },
    timeoutMs,
    repeatable: false,
    filler: null,
    run: async (args, context) => run(parameters.parse(JSON.parse(args)), context),
  }
}
