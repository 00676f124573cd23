import * as z from 'zod'
import type { HttpTool } from '../../../convex/model/tools.ts'
import type { Locale } from '../../../convex/model/locales.ts'
import type { Outside } from '../../accounts.ts'
import type { Tool } from '../../call/ports.ts'
import { failedAs } from '../failedAs.ts'
import { askTool } from './ask.ts'
import { BadArguments } from './BadArguments.ts'

const argumentsSchema = z.record(z.string(), z.unknown())
const schemaSchema = z.record(z.string(), z.unknown())

/** An agent's own HTTP tools. `locale`: the language in which the model is told what to say of a failure. */
export function httpTools(tools: readonly HttpTool[], outside: Outside, locale: Locale): Tool[] {
  return tools.map((tool) => httpTool(tool, outside, locale))
}

function httpTool(settings: HttpTool, outside: Outside, locale: Locale): Tool {
  const { name, description, parameters, timeoutMs, repeatable, filler } = settings
  return {
    description: { name, description, parameters: schemaSchema.parse(JSON.parse(parameters)) },
    timeoutMs,
    repeatable,
    filler,
    async run(args, context) {
      const parsed = argumentsSchema.parse(JSON.parse(args))
      try {
        const { output, failed } = await askTool(settings, parsed, context, outside)
        return { output: failed ? failedAs(output, locale) : output }
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
