import { useState } from 'react'
import { fetchedToolsSchema } from '../../../../convex/model/api.ts'
import { type AllowedTool, mcpServerSchema } from '../../../../convex/model/tools.ts'
import { Button } from '../../../components/Button.tsx'
import { Switch } from '../../../components/Switch.tsx'
import { apiRequest } from '../../../lib/api.ts'
import { problemOf } from '../../../lib/problem.ts'
import { type FetchedTool, type OfferedTool, offeredTools, withAllowed } from './offeredTools.ts'
import type { McpServerDraft } from './part.ts'

interface McpToolsProps {
  server: McpServerDraft
  onAllowed: (allowed: AllowedTool[]) => void
}

/** The tools of a server, each allowed or not. */
export function McpTools({ server, onAllowed }: McpToolsProps) {
  const { tools, sentence, busy, ask } = useServerTools()
  const offered = offeredTools(tools, server.allowed)
  return (
    <fieldset className="min-w-0 grid grid-cols-1 gap-3">
      <legend className="mb-1 text-sm font-medium">Tools</legend>
      <div className="flex flex-wrap items-center gap-3">
        <Button size="sm" busy={busy} onClick={() => void ask(server)}>
          Fetch tools
        </Button>
        <p aria-live="polite" className="min-w-0 text-sm text-ink-2">
          {sentence}
        </p>
      </div>
      {offered.map(({ tool, state }) => (
        <div key={tool.name} className="rounded-md border p-3">
          <Switch
            label={tool.name}
            help={tool.description || 'It describes itself by no word.'}
            checked={state === 'allowed'}
            disabled={state === 'gone'}
            onChecked={(isOn) => onAllowed(withAllowed(server.allowed, tool, isOn))}
          />
          {WORDS[state] && <p className="mt-1 pl-12 text-sm text-warn">{WORDS[state]}</p>}
        </div>
      ))}
    </fieldset>
  )
}

const WORDS: Record<OfferedTool['state'], string | null> = {
  new: null,
  allowed: null,
  changed: 'It has changed since it was allowed, and is off until it is allowed again.',
  gone: 'The server has it no more.',
}

function useServerTools() {
  const [busy, setBusy] = useState(false)
  const [tools, setTools] = useState<readonly FetchedTool[] | null>(null)
  const [sentence, setSentence] = useState('')
  const ask = async (draft: McpServerDraft) => {
    const server = mcpServerSchema.safeParse(draft)
    if (!server.success) return setSentence(server.error.issues[0]?.message ?? '')
    setBusy(true)
    setSentence('')
    try {
      const answer = await apiRequest('/api/agents/try/mcp', fetchedToolsSchema, {
        method: 'POST',
        body: { server: server.data },
      })
      if (answer.problem === null) setTools(answer.tools)
      setSentence(answer.problem ?? offering(answer.tools.length))
    } catch (error) {
      setSentence(problemOf(error).message)
    } finally {
      setBusy(false)
    }
  }
  return { tools, sentence, busy, ask }
}

const offering = (count: number) =>
  count === 1 ? 'The server has one tool.' : `The server has ${count} tools.`
