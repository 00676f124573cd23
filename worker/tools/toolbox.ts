import * as z from 'zod'
import type { Tool, ToolContext, ToolDescription, ToolOutcome } from '../call/ports.ts'
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

export function toolboxOf(tools: readonly Tool[]): Toolbox {
  return {
    descriptions: tools.map(({ description }) => description),
    timeoutsMs: Object.fromEntries(
      tools.map(({ description, timeoutMs }) => [description.name, timeoutMs]),
    ),
    async run(name, args, context) {
      const tool = tools.find(({ description }) => description.name === name)
      return tool ? runTool(tool, args, context) : { output: `There is no tool called ${name}.` }
    },
  }
}

async function runTool(tool: Tool, args: string, context: ToolContext): Promise<ToolOutcome> {
  const late = AbortSignal.timeout(tool.timeoutMs)
  const signal = AbortSignal.any([context.signal, late])
  try {
    return await Promise.race([tool.run(args, { ...context, signal }), fired(signal)])
  } catch (error) {
    if (late.aborted) return { output: 'The tool took too long and was given up.' }
    return { output: failure(tool, error) }
  }
}

async function fired(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(new Error('The tool was stopped.')))
  })
}

function failure(tool: Tool, error: unknown): string {
  if (error instanceof SyntaxError) return 'Bad arguments: they are not JSON.'
  if (error instanceof z.ZodError) return `Bad arguments: ${z.prettifyError(error)}`
  logFailure('A tool failed.', { tool: tool.description.name }, error)
  return 'The tool failed. Apologise and carry on.'
}
