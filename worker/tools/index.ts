import * as z from 'zod'
import { logFailure } from '../lib/log.ts'
import { endCall } from './endCall.ts'
import type { Tool, ToolResult } from './tool.ts'

/** Every tool an agent can use. */
export const TOOLS: readonly Tool[] = [endCall]

/** Never rejects: a tool that fails tells the model so, and the model tells the caller. */
export async function runTool(name: string, args: string): Promise<ToolResult> {
  const tool = TOOLS.find(({ description }) => description.name === name)
  if (!tool) return failed(`There is no tool called ${name}.`)
  try {
    return await tool.run(args)
  } catch (error) {
    if (error instanceof SyntaxError) return failed('Bad arguments: they are not JSON.')
    if (error instanceof z.ZodError) return failed(`Bad arguments: ${z.prettifyError(error)}`)
    logFailure('A tool failed.', { tool: name }, error)
    return failed('The tool failed. Apologise and carry on.')
  }
}

function failed(output: string): ToolResult {
  return { output, endsCall: false }
}
