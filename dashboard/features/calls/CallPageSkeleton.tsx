import { Stat, Stats } from '../../components/Stat.tsx'
import { Bar, Skeleton } from '../../components/Skeleton.tsx'

/** The shape of a call's page while it is on its way. */
export function CallPageSkeleton() {
  return (
    <div className="mx-auto w-full max-w-6xl px-4 pt-4 md:px-8 md:pt-7">
      <Bar className="mb-2 h-4 w-12" />
      <Bar className="mb-2 h-7 w-56" />
      <Bar className="mb-5 h-5 w-28" />
      <Stats className="lg:grid-cols-5">
        {['Length', 'First word', 'Typical answer', 'Cost', 'Started'].map((label) => (
          <Stat
            key={label}
            label={label}
            value={undefined}
            className={label === 'Started' ? 'max-sm:col-span-2 sm:max-lg:col-span-2' : ''}
          />
        ))}
      </Stats>
      <div className="mt-4 rounded-lg border bg-surface p-5">
        <Skeleton label="Loading the call" rows={8} />
      </div>
    </div>
  )
}
