import * as z from 'zod'
import type { HttpTool } from '../../../convex/model/tools.ts'
import type { Tool } from '../../call/ports.ts'
import { BadArguments } from '../BadArguments.ts'
import { failedAs } from '../failedAs.ts'
import type { OwnToolMakers } from '../makers.ts'
import { askTool } from './ask.ts'

const argumentsSchema = z.record(z.string(), z.unknown())
const schemaSchema = z.record(z.string(), z.unknown())

/** An agent's own HTTP tools. */
export function httpTools(tools: readonly HttpTool[], makers: OwnToolMakers): Tool[] {
  return tools.map((tool) => httpTool(tool, makers))
}

function httpTool(settings: HttpTool, makers: OwnToolMakers): Tool {
  const { name, description, parameters, timeoutMs, repeatable, filler } = settings
  return {
    description: { name, description, parameters: schemaSchema.parse(JSON.parse(parameters)) },
    timeoutMs,
    repeatable,
    filler,
    async run(args, context) {
      const parsed = argumentsSchema.parse(JSON.parse(args))
      try {
        const { output, failed } = await askTool(settings, parsed, context, makers)
        return { output: failed ? failedAs(output, makers.locale) : output }
      } catch (error) {
        if (error instanceof BadArguments) return { output: badArguments(error) }
        throw error
      }
    },
  }
}

export function badArguments({ message }: BadArguments): string {
  return `Bad arguments: ${message}`
}
