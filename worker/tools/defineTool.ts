import * as z from 'zod'
import type { Tool, ToolContext, ToolOutcome } from '../call/ports.ts'
import type { ToolRule } from '../call/rules.ts'
import { BadArguments } from './BadArguments.ts'

interface Definition<Args extends z.ZodType> extends Partial<ToolRule> {
  name: string
  /** Tells the model when to use it. */
  description: string
  parameters: Args
  /** How long it may take, in ms. */
  timeoutMs: number
  run: (args: z.infer<Args>, context: ToolContext) => Promise<ToolOutcome>
}

/** A tool of ours. It runs once and is bridged by words of the call's language, unless it says otherwise. */
export function defineTool<Args extends z.ZodType>(definition: Definition<Args>): Tool {
  const { name, description, parameters, timeoutMs, run } = definition
  const { repeatable = false, filler = '' } = definition
  return {
    description: { name, description, parameters: z.toJSONSchema(parameters, { io: 'input' }) },
    timeoutMs,
    repeatable,
    filler,
    run: async (args, context) => run(parsed(parameters, args), context),
  }
}

function parsed<Args extends z.ZodType>(parameters: Args, args: string): z.infer<Args> {
  const { data, error } = parameters.safeParse(jsonOf(args))
  if (error) throw new BadArguments(z.prettifyError(error))
  return data
}

function jsonOf(args: string): unknown {
  try {
    return JSON.parse(args)
  } catch {
    throw new BadArguments('they are not JSON.')
  }
}
