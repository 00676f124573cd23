import { Skeleton } from '../../components/Skeleton.tsx'

/** Vendors take up to a few seconds to answer. */
export function SettingsSkeleton() {
  return (
    <>
      <div className="h-44 rounded-lg border bg-surface p-5">
        <Skeleton label="Asking the vendors" rows={3} />
      </div>
      <div className="h-52 rounded-lg border bg-surface p-5">
        <Skeleton label="Loading the settings" rows={5} />
      </div>
    </>
  )
}
