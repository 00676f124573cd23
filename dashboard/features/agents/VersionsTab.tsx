import { useMutation, usePaginatedQuery } from 'convex/react'
import { useState } from 'react'
import { api } from '../../../convex/_generated/api.js'
import type { Doc } from '../../../convex/_generated/dataModel.js'
import { Button } from '../../components/Button.tsx'
import { ConfirmDialog } from '../../components/ConfirmDialog.tsx'
import { Skeleton } from '../../components/Skeleton.tsx'
import { showToast } from '../../lib/toasts.ts'
import { VersionItem } from './VersionItem.tsx'

const PAGE_SIZE = 20

export function VersionsTab({ agent }: { agent: Doc<'agents'> }) {
  const { results, status, loadMore } = usePaginatedQuery(
    api.agents.versions,
    { agentId: agent._id },
    { initialNumItems: PAGE_SIZE },
  )
  const [restoring, setRestoring] = useState<number | null>(null)
  const restore = useMutation(api.agents.restore)
  const confirm = async () => {
    if (restoring === null) return
    const saved = await restore({ agentId: agent._id, version: restoring })
    showToast(`Version ${restoring} is back, as version ${saved.version}.`)
  }
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
      <ConfirmDialog
        title={`Restore version ${restoring ?? ''}?`}
        description="Its settings become the newest version; nothing is lost. The next calls use it."
        confirm="Restore"
        look="primary"
        open={restoring !== null}
        onOpenChange={(open) => !open && setRestoring(null)}
        onConfirm={confirm}
      />
    </div>
  )
}
