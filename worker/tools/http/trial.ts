import type { Locale } from '../../../convex/model/locales.ts'
import type { HttpTool } from '../../../convex/model/tools.ts'
import type { Outside } from '../../accounts.ts'
import type { ToolContext } from '../../call/ports.ts'
import { instructionsIn } from '../../call/prompts/index.ts'
import { BadArguments } from '../BadArguments.ts'
import { failedAs } from '../failedAs.ts'
import type { Arguments } from './address.ts'
import { askTool, type HttpAnswer } from './ask.ts'
import { badArguments } from './index.ts'

/** One call of a tool, and what its model would be told. */
export async function tryHttpTool(
  tool: HttpTool,
  args: Arguments,
  context: ToolContext,
  outside: Outside,
  locale: Locale,
): Promise<HttpAnswer> {
  const nothing = { failed: true, status: null, tries: 0 }
  try {
    const answer = await askTool(tool, args, context, { outside, redeem: (text) => text })
    return answer.failed ? { ...answer, output: failedAs(answer.output, locale) } : answer
  } catch (error) {
    if (error instanceof BadArguments) return { ...nothing, output: badArguments(error) }
    if (!context.signal.aborted) throw error
    return { ...nothing, output: instructionsIn(locale).toolTookTooLong }
  }
}
