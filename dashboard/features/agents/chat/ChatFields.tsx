import { Link } from 'wouter'
import type { Doc } from '../../../../convex/_generated/dataModel.js'
import { DEFAULT_CHAT_MODEL } from '../../../../convex/model/engines/pipeline/catalogue.ts'
import { Card } from '../../../components/Card.tsx'
import { Field } from '../../../components/Field.tsx'
import { Notice } from '../../../components/Notice.tsx'
import { SuggestField } from '../../../components/SuggestField.tsx'
import { Switch } from '../../../components/Switch.tsx'
import { Textarea } from '../../../components/Textarea.tsx'
import type { ChatDraft } from '../draft.ts'
import { chatNames } from '../engines/pipelineOptions.ts'
import { useEngineOptions } from '../engines/useEngineOptions.ts'
import { LocaleField } from '../LocaleField.tsx'
import type { AgentForm } from '../useAgentForm.ts'
import { EmbedCard } from './EmbedCard.tsx'
import { LimitFields } from './LimitFields.tsx'
import type { ChatPartProps } from './part.ts'
import { TurnstileFields } from './TurnstileFields.tsx'

interface ChatFieldsProps {
  agent: Doc<'agents'>
  form: AgentForm
}

/** How the agent chats on web pages. */
export function ChatFields({ agent, form }: ChatFieldsProps) {
  const { values, change, errorAt } = form
  const { chat, capabilities } = values
  const part: ChatPartProps = {
    chat,
    set: (changes: Partial<ChatDraft>) => change({ ...values, chat: { ...chat, ...changes } }),
    errorAt: (path) => errorAt(`chat.${path}`),
  }
  const on = capabilities.includes('web_chat')
  return (
    <div className="grid max-w-4xl gap-4">
      {!on && (
        <Notice tone="warn">
          Web chat is off under{' '}
          <Link href={`/agents/${agent._id}/general`} className="underline underline-offset-2">
            General
          </Link>
          : nobody can write to this agent.
        </Notice>
      )}
      <Card title="Chat settings" description="What visitors see, and who thinks.">
        <div className="grid gap-x-5 gap-y-2 sm:grid-cols-2">
          <Greeting {...part} />
          {!capabilities.includes('voice') && <LocaleField form={form} />}
          <Model {...part} form={form} />
          <div className="pb-2 sm:col-span-2">
            <Switch
              label="A person can go on"
              help="The agent may ask for a person, who answers under Conversations; it is silent from then on."
              checked={chat.handOver}
              onChecked={(handOver) => part.set({ handOver })}
            />
          </div>
        </div>
      </Card>
      <EmbedCard agentId={agent._id} {...part} />
      <Card title="Limits" description="What strangers may use of it. Who is over one reads so.">
        <LimitFields {...part} />
        <TurnstileFields agentId={agent._id} {...part} />
      </Card>
    </div>
  )
}

function Greeting({ chat, set, errorAt }: ChatPartProps) {
  return (
    <div className="sm:col-span-2">
      <Field
        label="Greeting"
        optional
        help="Stands there before anything is written."
        error={errorAt('greeting')}
        length={chat.greeting.length}
      >
        {(control) => (
          <Textarea
            {...control}
            rows={2}
            value={chat.greeting}
            placeholder="Hello! What can I do for you?"
            onChange={({ target }) => set({ greeting: target.value })}
          />
        )}
      </Field>
    </div>
  )
}

function Model({ chat, set, errorAt, form }: ChatPartProps & { form: AgentForm }) {
  const options = useEngineOptions()
  const { engine } = form.values
  const help =
    engine.engine === 'pipeline'
      ? 'The pipeline’s own brain thinks for the chat, too; this is for an engine without one.'
      : `Thinks of the answers. Empty: ${DEFAULT_CHAT_MODEL}.`
  return (
    <SuggestField
      label="Model"
      help={help}
      error={errorAt('model')}
      value={chat.model}
      onValue={(model) => set({ model })}
      suggestions={chatNames(options)}
    />
  )
}
