import type { Doc } from '../../../../convex/_generated/dataModel.js'
import { Card } from '../../../components/Card.tsx'
import type { AfterCallDraft } from '../draft.ts'
import type { AgentForm } from '../useAgentForm.ts'
import { DiscordFields } from './DiscordFields.tsx'
import { OutcomeFields } from './OutcomeFields.tsx'
import { WebhookFields } from './WebhookFields.tsx'

/** What becomes of a call once it is over. */
export function AfterCallFields({ agent, form }: { agent: Doc<'agents'>; form: AgentForm }) {
  const { values, change, errorAt } = form
  const { afterCall } = values
  const set = (changes: Partial<AfterCallDraft>) =>
    change({ ...values, afterCall: { ...afterCall, ...changes } })
  const part = { afterCall, set, errorAt, agentId: agent._id }
  return (
    <div className="grid max-w-4xl gap-4">
      <Card
        title="Outcome"
        description="A chat model reads what was heard, and says what became of the call."
      >
        <OutcomeFields {...part} />
      </Card>
      <Card
        title="Webhooks"
        description="Your own servers are told of calls by signed requests, again and again for a day until they answer."
      >
        <WebhookFields {...part} />
      </Card>
      <Card
        title="Discord"
        description="What caller and agent say is posted to a channel as it is heard."
      >
        <DiscordFields {...part} />
      </Card>
    </div>
  )
}
