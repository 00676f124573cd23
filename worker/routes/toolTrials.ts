import { type Context, Hono } from 'hono'
import * as z from 'zod'
import { voiceSettingsSchema } from '../../convex/model/agent.ts'
import type { FetchedTools, TriedTool } from '../../convex/model/api.ts'
import { httpToolSchema, mcpServerSchema } from '../../convex/model/tools.ts'
import type { ToolContext } from '../call/ports.ts'
import type { App } from '../http/app.ts'
import { jsonBody } from '../http/jsonBody.ts'
import { operatorOnly } from '../http/operator.ts'
import { parseJson } from '../lib/parseJson.ts'
import { outsideOf } from '../outside.ts'
import { tryHttpTool } from '../tools/http/trial.ts'
import { fetchTools } from '../tools/mcp/trial.ts'

const { locale } = voiceSettingsSchema.shape

const toolTrialSchema = z.object({
  tool: httpToolSchema,
  /** As the model writes them. */
  arguments: z
    .string()
    .max(16_000, 'At most 16,000 characters.')
    .transform((text) => parseJson(text))
    .pipe(z.record(z.string(), z.unknown(), 'Write the arguments as a JSON object.')),
  locale,
})

/** The tools of an agent, tried before they are saved. */
export const toolTrials = new Hono<App>()
  .use(operatorOnly)
  .post('/tool', jsonBody(toolTrialSchema), async (c) => {
    const { tool, arguments: args, locale: language } = c.req.valid('json')
    const began = Date.now()
    const tried = await tryHttpTool(
      tool,
      args,
      sample(c, tool.timeoutMs),
      outsideOf(c.env, null),
      language,
    )
    return c.json({ ...tried, tookMs: Date.now() - began } satisfies TriedTool)
  })
  .post('/mcp', jsonBody(z.object({ server: mcpServerSchema })), async (c) => {
    const { server } = c.req.valid('json')
    const fetched = await fetchTools(server, outsideOf(c.env, null))
    return c.json(fetched satisfies FetchedTools)
  })

/** What a tool is told of a call that there is not. */
function sample(c: Context<App>, timeoutMs: number): ToolContext {
  return {
    toolCallId: `try_${crypto.randomUUID().replaceAll('-', '')}`,
    call: { callSid: 'try', from: '+12025550101', to: '+12025550100' },
    agent: { agentId: 'try', name: c.get('operator').name, version: 0 },
    signal: AbortSignal.any([c.req.raw.signal, AbortSignal.timeout(timeoutMs)]),
    tell: () => {},
    collect: () => Promise.reject(new Error('Nobody presses keys where there is no call.')),
  }
}
