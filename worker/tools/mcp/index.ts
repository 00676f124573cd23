import * as z from 'zod'
import type { Locale } from '../../../convex/model/locales.ts'
import type { AllowedTool, McpServer } from '../../../convex/model/tools.ts'
import type { Tool, ToolContext } from '../../call/ports.ts'
import { logFailure } from '../../lib/log.ts'
import { failedAs } from '../failedAs.ts'
import { limited } from '../limited.ts'
import type { OwnToolMakers } from '../makers.ts'
import { withoutSecrets } from '../withoutSecrets.ts'
import { McpSession, sentenceIn } from './McpSession.ts'
import { toolName } from './names.ts'
import { type McpAnswer, readResult } from './result.ts'

const argumentsSchema = z.record(z.string(), z.unknown())
const schemaSchema = z.record(z.string(), z.unknown())

/**
 * The allowed tools of an agent's MCP servers. Models are told of them as they were allowed; no server is
 * asked before a tool is called. `taken`: names that tools have already.
 */
export function mcpTools(
  servers: readonly McpServer[],
  { outside, locale }: Pick<OwnToolMakers, 'outside' | 'locale'>,
  taken: Set<string>,
): Tool[] {
  return servers.flatMap((server) => {
    const session = new McpSession(server, outside)
    return server.allowed.map((allowed) => {
      const name = toolName(server.name, allowed.name, taken)
      return mcpTool({ name, server, allowed, session, locale })
    })
  })
}

interface OneTool {
  /** As models call it. */
  name: string
  server: McpServer
  allowed: AllowedTool
  session: McpSession
  locale: Locale
}

function mcpTool(tool: OneTool): Tool {
  const { name, server, allowed, locale } = tool
  const { timeoutMs, filler } = server
  const parameters = schemaSchema.parse(JSON.parse(allowed.parameters))
  const description = allowed.description || `${allowed.name} of ${server.name}.`
  return {
    description: { name, description, parameters },
    timeoutMs,
    // Nobody says of them that doing it twice does no harm.
    repeatable: false,
    filler,
    async run(args, context) {
      const { output, failed } = await answerOf(
        tool,
        argumentsSchema.parse(JSON.parse(args)),
        context,
      )
      return { output: failed ? failedAs(output, locale) : output }
    },
    close: () => void tool.session.close(),
  }
}

async function answerOf(
  { server, allowed, session }: OneTool,
  args: Record<string, unknown>,
  { signal, tell }: ToolContext,
): Promise<McpAnswer> {
  try {
    const { tools, secrets } = await session.open()
    const served = tools.get(allowed.name)
    if (served?.fingerprint !== allowed.fingerprint) {
      const what = served ? 'has changed since it was allowed' : 'is not there any more'
      tell(`${allowed.name} ${what}: it is off until it is allowed again.`)
      return { output: `${allowed.name} ${what}, and is off.`, failed: true }
    }
    const { output, failed } = readResult(await session.call(allowed.name, args, signal))
    return { output: limited(withoutSecrets(output, secrets())), failed }
  } catch (error) {
    signal.throwIfAborted()
    const sentence = sentenceIn(error)
    if (sentence === null) logFailure('An MCP server failed.', { server: server.name }, error)
    return { output: sentence ?? `${server.name} did not answer as it should.`, failed: true }
  }
}
