import { useState } from 'react'
import { endpointModelsSchema } from '../../../../convex/model/api.ts'
import { Button } from '../../../components/Button.tsx'
import { AddressField } from '../../../components/AddressField.tsx'
import { SuggestField } from '../../../components/SuggestField.tsx'
import { apiRequest } from '../../../lib/api.ts'
import { problemOf } from '../../../lib/problem.ts'
import { SecretField } from '../SecretField.tsx'
import type { BrainFormProps } from './partForm.ts'
import type { BrainDraft } from './pipelineOptions.ts'

type Endpoint = Extract<BrainDraft, { kind: 'chat_completions' }>

/** A server that answers as OpenAI's chat completions do. */
export function EndpointFields({ part, change, errorAt, about, path }: BrainFormProps<Endpoint>) {
  const { models, sentence, asking, ask } = useEndpoint(part.baseUrl)
  return (
    <>
      <div className="sm:col-span-2">
        <AddressField
          help="What stands before /chat/completions."
          error={errorAt('baseUrl')}
          placeholder="https://example.com/v1"
          value={part.baseUrl}
          onValue={(baseUrl) => change({ ...part, baseUrl })}
        />
      </div>
      <SecretField
        label="Key"
        help="Leave it out where the endpoint wants none."
        agentId={about.agentId}
        field={`${path}.key`}
        value={part.key}
        onValue={(key) => {
          change({ ...part, key })
          if (key !== null) void ask(key)
        }}
      />
      <SuggestField
        label="Model"
        help="As the endpoint calls it."
        error={errorAt('model')}
        value={part.model}
        onValue={(model) => change({ ...part, model })}
        suggestions={models}
      />
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1 pb-2 sm:col-span-2">
        <Button size="sm" busy={asking} onClick={() => void ask(part.key)}>
          Check the endpoint
        </Button>
        <p aria-live="polite" className="min-w-0 text-sm text-ink-2">
          {sentence}
        </p>
      </div>
    </>
  )
}

/** Asks an endpoint for its models, which also tells whether it takes the key. */
function useEndpoint(baseUrl: string) {
  const [asking, setAsking] = useState(false)
  const [models, setModels] = useState<readonly string[]>([])
  const [sentence, setSentence] = useState('')
  const ask = async (key: string | null) => {
    setAsking(true)
    setSentence('')
    try {
      const answer = await apiRequest('/api/engines/models', endpointModelsSchema, {
        method: 'POST',
        body: { baseUrl, key },
      })
      setModels(answer.models)
      setSentence(answer.problem ?? offering(answer.models.length))
    } catch (error) {
      setSentence(problemOf(error).message)
    } finally {
      setAsking(false)
    }
  }
  return { models, sentence, asking, ask }
}

const offering = (count: number) =>
  count === 1 ? 'It answers, and offers one model.' : `It answers, and offers ${count} models.`
