import { Plus } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../../components/Button.tsx'
import { Fold } from '../../../components/Fold.tsx'
import { HttpToolFields } from './HttpToolFields.tsx'
import { changed, type HttpToolDraft, type ToolsPartProps, without } from './part.ts'

const NEW_TOOL: HttpToolDraft = {
  name: '',
  description: '',
  parameters: '{"type":"object","properties":{}}',
  method: 'POST',
  url: '',
  headers: [],
  signingSecret: null,
  timeoutMs: 10_000,
  repeatable: false,
  filler: '',
}

/** Requests of the operator's own that the agent may cause. */
export function HttpTools({
  tools: { http },
  set,
  errorAt,
  isWrong,
  agentId,
  locale,
}: ToolsPartProps) {
  const [added, setAdded] = useState<number | null>(null)
  return (
    <div className="grid grid-cols-1 gap-3">
      {http.map((tool, at) => (
        <Fold
          // oxlint-disable-next-line react/no-array-index-key -- a tool's name changes while it is typed
          key={at}
          title={tool.name || `Tool ${at + 1}`}
          about={`${tool.method} ${tool.url}`}
          open={added === at}
          wrong={isWrong(`http.${at}`)}
        >
          <HttpToolFields
            tool={tool}
            change={(next) => set({ http: changed(http, at, next) })}
            remove={() => {
              setAdded(null)
              set({ http: without(http, at) })
            }}
            errorAt={(path) => errorAt(`http.${at}.${path}`)}
            path={`tools.http.${at}`}
            agentId={agentId}
            locale={locale}
          />
        </Fold>
      ))}
      {errorAt('http') && <p className="text-sm text-bad">{errorAt('http')}</p>}
      <div>
        <Button
          onClick={() => {
            setAdded(http.length)
            set({ http: [...http, NEW_TOOL] })
          }}
        >
          <Plus aria-hidden />
          Add HTTP tool
        </Button>
      </div>
    </div>
  )
}
