import * as z from 'zod'
import type { Locale } from '../../convex/model/locales.ts'
import type { Tool, ToolContext, ToolDescription, ToolOutcome } from '../call/ports.ts'
import { instructionsIn } from '../call/prompts/index.ts'
import type { Instructions } from '../call/prompts/prompts.ts'
import { logFailure } from '../lib/log.ts'

/** The tools of one call. */
export interface Toolbox {
  descriptions: readonly ToolDescription[]
  /** How long each may take, in ms, by name. */
  timeoutsMs: Readonly<Record<string, number>>
  /**
   * Runs one by name. Never rejects: a tool that fails, or takes longer than it may, tells the model
   * so, and the model tells the caller.
   */
  run(name: string, args: string, context: ToolContext): Promise<ToolOutcome>
}

/** `locale`: the language in which the model is told that a tool failed. */
export function toolboxOf(tools: readonly Tool[], locale: Locale): Toolbox {
  const instructions = instructionsIn(locale)
  return {
    descriptions: tools.map(({ description }) => description),
    timeoutsMs: Object.fromEntries(
      tools.map(({ description, timeoutMs }) => [description.name, timeoutMs]),
    ),
    async run(name, args, context) {
      const tool = tools.find(({ description }) => description.name === name)
      if (!tool) return { output: `There is no tool called ${name}.` }
      return runTool(tool, args, context, instructions)
    },
  }
}

async function runTool(
  tool: Tool,
  args: string,
  context: ToolContext,
  { toolTookTooLong, toolFailed }: Instructions,
): Promise<ToolOutcome> {
  const signal = AbortSignal.any([context.signal, AbortSignal.timeout(tool.timeoutMs)])
  try {
    return await Promise.race([tool.run(args, { ...context, signal }), fired(signal)])
  } catch (error) {
    if (signal.aborted) return { output: toolTookTooLong }
    const mistake = mistakeOf(error)
    if (mistake === null) logFailure('A tool failed.', { tool: tool.description.name }, error)
    return { output: mistake ?? toolFailed }
  }
}

async function fired(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(new Error('The tool was stopped.')))
  })
}

/** What the model did wrong in calling the tool, for itself to correct; `null` when it did not. */
function mistakeOf(error: unknown): string | null {
  if (error instanceof SyntaxError) return 'Bad arguments: they are not JSON.'
  if (error instanceof z.ZodError) return `Bad arguments: ${z.prettifyError(error)}`
  return null
}
