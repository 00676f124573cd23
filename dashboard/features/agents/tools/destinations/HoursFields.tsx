import { Copy } from 'lucide-react'
import { Button } from '../../../../components/Button.tsx'
import { SuggestField } from '../../../../components/SuggestField.tsx'
import { Switch } from '../../../../components/Switch.tsx'
import { ownTimeZone } from '../../../../lib/format.ts'
import { DayRow } from './DayRow.tsx'
import type { DestinationPartProps } from './destinationPart.ts'
import { daysOf, type HoursDraft, mondayOnWeekdays, OFFICE_HOURS, withDay } from './hours.ts'

const TIME_ZONES = Intl.supportedValuesOf('timeZone')

interface HoursFieldsProps extends DestinationPartProps {
  /** That of the agent's clock, if it has one. */
  timeZone: string | null
}

/** When the person is there. */
export function HoursFields({ destination, set, errorAt, timeZone }: HoursFieldsProps) {
  const { hours } = destination
  const begin = () => ({ timeZone: timeZone ?? ownTimeZone(), days: OFFICE_HOURS })
  return (
    <div className="grid grid-cols-1 gap-3">
      <Switch
        label="Opening hours"
        help="At any other time nobody is rung, and the agent says so."
        checked={hours !== null}
        onChecked={(on) => set({ hours: on ? begin() : null })}
      />
      {hours && (
        <Week
          hours={hours}
          change={(next) => set({ hours: next })}
          errorAt={(path) => errorAt(`hours.${path}`)}
        />
      )}
    </div>
  )
}

interface WeekProps {
  hours: HoursDraft
  change: (hours: HoursDraft) => void
  errorAt: DestinationPartProps['errorAt']
}

function Week({ hours, change, errorAt }: WeekProps) {
  const setDays = (days: HoursDraft['days']) => change({ ...hours, days })
  return (
    <div className="grid grid-cols-1 gap-3 rounded-md border p-3">
      <div className="sm:max-w-xs">
        <SuggestField
          label="Time zone"
          help="As the tz database names it, like Europe/Berlin."
          error={errorAt('timeZone')}
          value={hours.timeZone}
          onValue={(timeZone) => change({ ...hours, timeZone })}
          suggestions={TIME_ZONES}
        />
      </div>
      <div className="grid grid-cols-1 gap-1.5">
        {daysOf(hours.days).map((day) => (
          <DayRow
            key={day.day}
            day={day}
            setSpans={(spans) => setDays(withDay(hours.days, day.day, spans))}
            errorAt={errorAt}
          />
        ))}
      </div>
      {errorAt('days') && <p className="text-sm text-bad">{errorAt('days')}</p>}
      {hours.days.length === 0 && (
        <p className="text-sm text-warn">Nobody is ever there: no caller is put through.</p>
      )}
      <div>
        <Button size="sm" onClick={() => setDays(mondayOnWeekdays(hours.days))}>
          <Copy aria-hidden />
          Copy Monday to weekdays
        </Button>
      </div>
    </div>
  )
}
