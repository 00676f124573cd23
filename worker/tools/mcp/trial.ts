import type { FetchedTools } from '../../../convex/model/api.ts'
import { allowedToolSchema, type McpServer } from '../../../convex/model/tools.ts'
import type { Outside } from '../../accounts.ts'
import { inTime } from '../../lib/inTime.ts'
import { logFailure } from '../../lib/log.ts'
import { PlainError } from '../../lib/PlainError.ts'
import { McpSession } from './McpSession.ts'

/** What operators wait for the tools of a server, in ms. */
const PATIENCE_MS = 15_000
const LONGEST_DESCRIPTION = 4000

/** The tools that a server has now, as they could be allowed. */
export async function fetchTools(server: McpServer, outside: Outside): Promise<FetchedTools> {
  const session = new McpSession(server, outside)
  try {
    const served = await inTime(session.tools(), PATIENCE_MS, late)
    const tools = served.map(({ name, description, parameters, fingerprint }) => ({
      name,
      description: description.slice(0, LONGEST_DESCRIPTION),
      parameters: JSON.stringify(parameters),
      fingerprint,
    }))
    const wrong = tools.find((tool) => !allowedToolSchema.safeParse(tool).success)
    const problem = wrong ? `${wrong.name} describes itself at too great length.` : null
    return { problem, tools: wrong ? [] : tools }
  } catch (error) {
    if (!(error instanceof PlainError))
      logFailure('The tools of a server were not fetched.', {}, error)
    const problem = error instanceof PlainError ? error.message : 'The server could not be asked.'
    return { problem, tools: [] }
  } finally {
    void session.close()
  }
}

const late = () => new PlainError(`It did not answer within ${PATIENCE_MS / 1000} s.`)
