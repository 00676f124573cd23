import { Bar } from '../../components/Skeleton.tsx'
import { Stat, Stats } from '../../components/Stat.tsx'

/** The shape of the figures while they are on their way. */
export function OverviewSkeleton() {
  return (
    <div aria-busy className="grid gap-4">
      <output className="sr-only">Loading the figures</output>
      <Stats className="lg:grid-cols-5">
        {['Calls now', 'Calls', 'Minutes', 'Failed', 'Cost'].map((label) => (
          <Stat
            key={label}
            label={label}
            value={undefined}
            className={label === 'Cost' ? 'max-sm:col-span-2 sm:max-lg:col-span-2' : ''}
          />
        ))}
      </Stats>
      <div className="grid gap-4 lg:grid-cols-3">
        <Box className="lg:col-span-2" />
        <Box />
        <Box className="lg:col-span-2" />
        <Box />
      </div>
    </div>
  )
}

function Box({ className = '' }: { className?: string }) {
  return (
    <div className={`h-64 rounded-lg border bg-surface p-5 ${className}`}>
      <Bar className="mb-6 w-32" />
      <Bar className="h-36" />
    </div>
  )
}
