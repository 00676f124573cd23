import { Bar, Skeleton } from '../../components/Skeleton.tsx'

/** The shape of a page that is on its way. */
export function PageSkeleton() {
  return (
    <div className="mx-auto w-full max-w-6xl px-4 pt-4 md:px-8 md:pt-7">
      <Bar className="mb-8 h-8 w-48" />
      <Skeleton label="Loading the page" rows={6} />
    </div>
  )
}
