import { retirementNotice } from '../../../../convex/model/engines/index.ts'
import { AddressField } from '../../../components/AddressField.tsx'
import { Field } from '../../../components/Field.tsx'
import { Select } from '../../../components/Select.tsx'
import { SuggestField } from '../../../components/SuggestField.tsx'
import { Switch } from '../../../components/Switch.tsx'
import { SecretField } from '../SecretField.tsx'
import { EndpointFields } from './Endpoint.tsx'
import type { BrainFormProps } from './partForm.ts'
import { type BrainDraft, chatNames, REASONING_OPTIONS } from './pipelineOptions.ts'
import { today } from './today.ts'

type Props<Kind extends BrainDraft['kind']> = BrainFormProps<Extract<BrainDraft, { kind: Kind }>>

/** What is set of a brain, whoever's it is. */
export function BrainFields({ part, ...form }: BrainFormProps<BrainDraft>) {
  switch (part.kind) {
    case 'responses':
      return <ResponsesFields part={part} {...form} />
    case 'chat_completions':
      return <EndpointFields part={part} {...form} />
    case 'http':
      return <OwnFields part={part} {...form} />
  }
}

function ResponsesFields({ part, change, errorAt, options }: Props<'responses'>) {
  return (
    <>
      <SuggestField
        label="Model"
        help="Small models answer soonest."
        notice={retirementNotice(part.model, today())}
        error={errorAt('model')}
        value={part.model}
        onValue={(model) => change({ ...part, model })}
        suggestions={chatNames(options)}
      />
      <Field
        label="Reasoning"
        help="Callers wait while the model thinks."
        error={errorAt('reasoning')}
      >
        {(control) => (
          <Select
            {...control}
            value={part.reasoning}
            onValue={(reasoning) => change({ ...part, reasoning })}
            options={REASONING_OPTIONS}
          />
        )}
      </Field>
    </>
  )
}

function OwnFields({ part, change, errorAt, about, path }: Props<'http'>) {
  return (
    <>
      <div className="sm:col-span-2">
        <AddressField
          help="Each turn is sent there; its answer is spoken."
          error={errorAt('url')}
          placeholder="https://example.com/agent"
          value={part.url}
          onValue={(url) => change({ ...part, url })}
        />
      </div>
      <SecretField
        label="Signing secret"
        help="Signs each request, so that your server knows who asks."
        agentId={about.agentId}
        field={`${path}.signingSecret`}
        value={part.signingSecret}
        onValue={(signingSecret) => change({ ...part, signingSecret })}
      />
      <SecretField
        label="Bearer token"
        help="Sent with each request, if your server wants one."
        agentId={about.agentId}
        field={`${path}.bearer`}
        value={part.bearer}
        onValue={(bearer) => change({ ...part, bearer })}
      />
      <div className="pb-2 sm:col-span-2">
        <Switch
          label="Offer our tools"
          help="Your endpoint may end the call or use the agent’s other tools."
          checked={part.tools}
          onChecked={(tools) => change({ ...part, tools })}
        />
      </div>
    </>
  )
}
