import { useMutation, usePaginatedQuery } from 'convex/react'
import { useState } from 'react'
import { api } from '../../../convex/_generated/api.js'
import type { Doc } from '../../../convex/_generated/dataModel.js'
import { Button } from '../../components/Button.tsx'
import { ConfirmDialog } from '../../components/ConfirmDialog.tsx'
import { Skeleton } from '../../components/Skeleton.tsx'
import { problemOf } from '../../lib/problem.ts'
import { useQueryIfThere } from '../../lib/useQueryIfThere.ts'
import { showToast } from '../../lib/toasts.ts'
import { VersionItem } from './VersionItem.tsx'

const PAGE_SIZE = 20

export function VersionsTab({ agent }: { agent: Doc<'agents'> }) {
  const { results, status, loadMore } = usePaginatedQuery(
    api.agents.versions,
    { agentId: agent._id },
    { initialNumItems: PAGE_SIZE },
  )
  const unkept = useQueryIfThere(api.agents.unkeptPromises, { agentId: agent._id })
  const [restoring, setRestoring] = useState<number | null>(null)
  if (status === 'LoadingFirstPage') return <Skeleton label="Loading versions" rows={4} />
  return (
    <div className="max-w-4xl">
      <ol className="grid gap-2" aria-label="Versions, the newest first">
        {results.map((version, index) => (
          <VersionItem
            key={version._id}
            version={version}
            before={results[index + 1]}
            current={version.version === agent.version}
            unkept={unkept?.find((counted) => counted.version === version.version)}
            onRestore={() => setRestoring(version.version)}
          />
        ))}
      </ol>
      {status !== 'Exhausted' && (
        <Button
          className="mt-4"
          busy={status === 'LoadingMore'}
          onClick={() => loadMore(PAGE_SIZE)}
        >
          Show older versions
        </Button>
      )}
      <RestoreDialog agent={agent} version={restoring} onClose={() => setRestoring(null)} />
    </div>
  )
}

interface RestoreDialogProps {
  agent: Doc<'agents'>
  /** The version to bring back; `null`: closed. */
  version: number | null
  onClose: () => void
}

function RestoreDialog({ agent, version, onClose }: RestoreDialogProps) {
  const restore = useMutation(api.agents.restore)
  // Once the fallback number was refused for its price, the same button confirms it.
  const [confirmed, setConfirmed] = useState(false)
  const confirm = async () => {
    if (version === null) return
    try {
      const saved = await restore({ agentId: agent._id, version, confirmed })
      showToast(`Version ${version} is back, as version ${saved.version}.`)
    } catch (error) {
      if (problemOf(error).code === 'unconfirmed') setConfirmed(true)
      throw error
    }
  }
  const close = () => {
    setConfirmed(false)
    onClose()
  }
  return (
    <ConfirmDialog
      title={`Restore version ${version ?? ''}?`}
      description="Its settings become the newest version; nothing is lost. The next calls use it."
      confirm={confirmed ? 'Restore with this number' : 'Restore'}
      look="primary"
      open={version !== null}
      onOpenChange={(open) => !open && close()}
      onConfirm={confirm}
    />
  )
}
