import { Card } from '../../../components/Card.tsx'
import type { ToolsDraft } from '../draft.ts'
import type { AgentForm } from '../useAgentForm.ts'
import { BuiltInFields } from './BuiltInFields.tsx'
import { Destinations } from './destinations/Destinations.tsx'
import { HandOffFields } from './HandOffFields.tsx'
import { HttpTools } from './HttpTools.tsx'
import { LookupFields } from './LookupFields.tsx'
import { McpServers } from './McpServers.tsx'

/** What the agent can do beside talking. */
export function ToolsFields({ form }: { form: AgentForm }) {
  const { values, change, errorAt, shownErrors, agentId } = form
  const { tools } = values
  const part = {
    tools,
    set: (changes: Partial<ToolsDraft>) => change({ ...values, tools: { ...tools, ...changes } }),
    errorAt: (path: string) => errorAt(`tools.${path}`),
    isWrong: (path: string) => shownErrors.some((wrong) => wrong.startsWith(`tools.${path}.`)),
    agentId,
    locale: values.voice.locale,
  }
  return (
    <div className="grid grid-cols-1 max-w-4xl gap-4">
      <Card title="Built in" description="What every agent can be allowed to do in a call.">
        <BuiltInFields {...part} />
      </Card>
      <Card
        title="People"
        description="Whom the agent can put callers through to. They are rung while the caller stays with the agent."
      >
        <Destinations {...part} />
      </Card>
      <Card title="Other agents" description="Who may go on with the call.">
        <HandOffFields {...part} />
      </Card>
      <Card title="HTTP tools" description="Requests to your own servers that the agent may cause.">
        <HttpTools {...part} />
      </Card>
      <Card
        title="MCP servers"
        description="Tools that a server of the Model Context Protocol has."
      >
        <McpServers {...part} />
      </Card>
      <Card
        title="Before the call"
        description="A look-up while the phone rings fills {{name}} in the system prompt and the greeting."
      >
        <LookupFields {...part} />
      </Card>
    </div>
  )
}
