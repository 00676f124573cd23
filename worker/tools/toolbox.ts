import type { Locale } from '../../convex/model/locales.ts'
import type { Tool, ToolContext, ToolDescription, ToolOutcome } from '../call/ports.ts'
import { instructionsIn } from '../call/prompts/index.ts'
import type { Instructions } from '../call/prompts/prompts.ts'
import type { ToolRule } from '../call/rules.ts'
import { logFailure } from '../lib/log.ts'
import { BadArguments } from './BadArguments.ts'
import { checkArguments } from './checkArguments.ts'
import { limited } from './limited.ts'
import { UnknownDigits } from './vault.ts'

/** The tools of one agent in one call. */
export interface Toolbox {
  descriptions: readonly ToolDescription[]
  /** How the call waits for each, by name. */
  rules: Readonly<Record<string, ToolRule>>
  /**
   * Runs one by name. Never rejects: a tool that fails, or takes longer than it may, tells the model
   * so, and the model tells the caller.
   */
  run(name: string, args: string, context: ToolContext): Promise<ToolOutcome>
  /** Nobody calls any of them any more. */
  close(): void
}

/**
 * `locale`: the language in which the model is told that a tool failed. `redact`: takes out of a result what
 * no model is to know.
 */
export function toolboxOf(
  tools: readonly Tool[],
  locale: Locale,
  redact: (text: string) => string = (text) => text,
): Toolbox {
  const instructions = instructionsIn(locale)
  return {
    descriptions: tools.map(({ description }) => description),
    rules: Object.fromEntries(
      tools.map(({ description, timeoutMs, repeatable, filler }) => [
        description.name,
        { timeoutMs, repeatable, filler },
      ]),
    ),
    async run(name, args, context) {
      const tool = tools.find(({ description }) => description.name === name)
      if (!tool) return { output: `There is no tool called ${name}.` }
      const tell = (progress: string): void => context.tell(redact(progress))
      const outcome = await runTool(tool, args, { ...context, tell }, instructions)
      return { ...outcome, output: limited(redact(outcome.output)) }
    },
    close() {
      for (const tool of tools) tool.close?.()
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
    checkArguments(tool.description, args)
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
  if (error instanceof UnknownDigits) return error.message
  return error instanceof BadArguments ? `Bad arguments: ${error.message}` : null
}
