import type { Doc } from '../../../convex/_generated/dataModel.js'
import { Badge } from '../../components/Badge.tsx'
import { Button } from '../../components/Button.tsx'
import { formatDateTime } from '../../lib/format.ts'
import { describeSettings } from './describeSettings.ts'
import { TextDiff } from './TextDiff.tsx'

interface VersionItemProps {
  version: Doc<'agentVersions'>
  /** The version before; `undefined` for the first, and while it is not loaded. */
  before: Doc<'agentVersions'> | undefined
  current: boolean
  /** What calls with it promised and did not do; `undefined`: nothing. */
  unkept: { promises: number; calls: number } | undefined
  onRestore: () => void
}

/** One save: who, when, and what it changed. */
export function VersionItem({ version, before, current, unkept, onRestore }: VersionItemProps) {
  return (
    <li className="rounded-lg border bg-surface p-4">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <h2 className="font-semibold">Version {version.version}</h2>
        {current && <Badge tone="accent">Current</Badge>}
        <p className="text-sm text-ink-2">
          {formatDateTime(version.savedAt)} by {version.savedBy}
        </p>
        {!current && (
          <Button
            size="sm"
            className="ml-auto"
            onClick={onRestore}
            aria-label={`Restore version ${version.version}`}
          >
            Restore
          </Button>
        )}
      </div>
      <Changes version={version} before={before} />
      {unkept && unkept.promises > 0 && (
        <p className="mt-2 text-sm text-warn">
          Said but not done: {unkept.promises} {unkept.promises === 1 ? 'time' : 'times'} in{' '}
          {unkept.calls} {unkept.calls === 1 ? 'call' : 'calls'}
        </p>
      )}
    </li>
  )
}

function Changes({ version, before }: Pick<VersionItemProps, 'version' | 'before'>) {
  if (version.version === 1) return <p className="mt-1 text-sm text-ink-2">Created</p>
  if (!before) return null
  const old = describeSettings(before.settings)
  const changed = describeSettings(version.settings).flatMap((row) => {
    const was = old.find(({ path }) => path === row.path)?.text ?? ''
    return was === row.text ? [] : [{ ...row, was }]
  })
  if (changed.length === 0) return <p className="mt-1 text-sm text-ink-2">Nothing changed</p>
  return (
    <dl className="mt-2 grid gap-2 text-sm">
      {changed.map(({ path, label, was, text, long }) => (
        <div key={path}>
          <dt className="font-medium">{label}</dt>
          <dd className="min-w-0">
            {long ? <TextDiff from={was} to={text} /> : <ShortChange from={was} to={text} />}
          </dd>
        </div>
      ))}
    </dl>
  )
}

function ShortChange({ from, to }: { from: string; to: string }) {
  return (
    <>
      <del className="rounded bg-bad-soft px-1 text-bad">{from}</del>{' '}
      <ins className="rounded bg-good-soft px-1 text-good no-underline">{to}</ins>
    </>
  )
}
