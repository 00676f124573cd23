import { type Fullness, isNearlyFull } from '../../../convex/model/fullness.ts'
import { Card } from '../../components/Card.tsx'
import { MeterList } from '../../components/MeterList.tsx'
import { formatBytes, formatCount, formatShare } from '../../lib/format.ts'

/** How full the Worker's own data are. */
export function StoredData({ fullness }: { fullness: Fullness }) {
  const { bytes, limitBytes, calls } = fullness
  const used = `${formatBytes(bytes)} of ${formatBytes(limitBytes)}`
  return (
    <Card
      title="Stored data"
      description="The Worker keeps the data itself. When they are full, calls are no longer recorded."
    >
      <MeterList
        max={limitBytes}
        meters={[
          {
            key: 'stored',
            label: formatCount(calls, 'call'),
            value: bytes,
            text: `${used}, ${formatShare(bytes, limitBytes)}`,
            bad: isNearlyFull(fullness),
          },
        ]}
      />
    </Card>
  )
}
