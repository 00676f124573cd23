import { Plus } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../../components/Button.tsx'
import { Fold } from '../../../components/Fold.tsx'
import { McpServerFields } from './McpServerFields.tsx'
import { changed, type McpServerDraft, type ToolsPartProps, without } from './part.ts'

const NEW_SERVER: McpServerDraft = {
  name: '',
  url: '',
  auth: { kind: 'none' },
  allowed: [],
  timeoutMs: 10_000,
  filler: '',
}

export function McpServers({ tools: { mcp }, set, errorAt, isWrong, agentId }: ToolsPartProps) {
  const [added, setAdded] = useState<number | null>(null)
  return (
    <div className="grid grid-cols-1 gap-3">
      {mcp.map((server, at) => (
        <Fold
          // oxlint-disable-next-line react/no-array-index-key -- a server's name changes while it is typed
          key={at}
          title={server.name || `Server ${at + 1}`}
          about={server.allowed.length === 1 ? '1 tool' : `${server.allowed.length} tools`}
          open={added === at}
          wrong={isWrong(`mcp.${at}`)}
        >
          <McpServerFields
            server={server}
            change={(next) => set({ mcp: changed(mcp, at, next) })}
            remove={() => {
              setAdded(null)
              set({ mcp: without(mcp, at) })
            }}
            errorAt={(path) => errorAt(`mcp.${at}.${path}`)}
            path={`tools.mcp.${at}`}
            agentId={agentId}
          />
        </Fold>
      ))}
      {errorAt('mcp') && <p className="text-sm text-bad">{errorAt('mcp')}</p>}
      <div>
        <Button
          onClick={() => {
            setAdded(mcp.length)
            set({ mcp: [...mcp, NEW_SERVER] })
          }}
        >
          <Plus aria-hidden />
          Add MCP server
        </Button>
      </div>
    </div>
  )
}
