import * as z from 'zod'
import type { ToolDescription } from '../call/ports.ts'

/** What a tool hands back: a text for the model, and whether the call is to end. */
export interface ToolResult {
  output: string
  endsCall: boolean
}

export interface Tool {
  description: ToolDescription
  /** `args` is the model's JSON. Rejects on bad arguments and on its own failures. */
  run: (args: string) => Promise<ToolResult>
}

interface Definition<Args extends z.ZodType> {
  name: string
  /** Tells the model when to use it. */
  description: string
  parameters: Args
  run: (args: z.infer<Args>) => Promise<ToolResult>
}

export function defineTool<Args extends z.ZodType>(definition: Definition<Args>): Tool {
  const { name, description, parameters, run } = definition
  return {
    description: { name, description, parameters: z.toJSONSchema(parameters) },
    run: async (args) => run(parameters.parse(JSON.parse(args))),
  }
}
