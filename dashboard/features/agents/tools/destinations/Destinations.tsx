import { Plus } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../../../components/Button.tsx'
import { Fold } from '../../../../components/Fold.tsx'
import { Notice } from '../../../../components/Notice.tsx'
import { displayPhoneNumber } from '../../../../lib/phoneNumber.ts'
import { useSignedIn } from '../../../../lib/session.tsx'
import { changed, type DestinationDraft, type ToolsPartProps, without } from '../part.ts'
import { DestinationFields } from './DestinationFields.tsx'

const NEW_DESTINATION: DestinationDraft = {
  name: '',
  label: '',
  target: { kind: 'phone', phoneNumber: '', extension: '' },
  when: '',
  hours: null,
  mode: 'warm',
  ringSec: 25,
  hold: 'music',
  afterwards: 'hang_up',
}

/** Persons whom the agent can put callers through to. */
export function Destinations(props: ToolsPartProps) {
  const { tools, set, errorAt, isWrong, locale } = props
  const { destinations } = tools
  const [added, setAdded] = useState<number | null>(null)
  const { ringsPersons } = useSignedIn()
  return (
    <div className="grid grid-cols-1 gap-3">
      {!ringsPersons && (
        <Notice tone="warn">
          Twilio rings them, and its credentials are missing: until TWILIO_ACCOUNT_SID and
          TWILIO_AUTH_TOKEN are set, the agent puts nobody through.
        </Notice>
      )}
      {destinations.map((destination, at) => (
        <Fold
          // oxlint-disable-next-line react/no-array-index-key -- a name changes while it is typed
          key={at}
          title={destination.label || destination.name || `Person ${at + 1}`}
          about={aboutOf(destination)}
          open={added === at}
          wrong={isWrong(`destinations.${at}`)}
        >
          <DestinationFields
            destination={destination}
            change={(next) => set({ destinations: changed(destinations, at, next) })}
            remove={() => {
              setAdded(null)
              set({ destinations: without(destinations, at) })
            }}
            errorAt={(path) => errorAt(`destinations.${at}.${path}`)}
            locale={locale}
            timeZone={tools.timeZone}
          />
        </Fold>
      ))}
      {errorAt('destinations') && <p className="text-sm text-bad">{errorAt('destinations')}</p>}
      <div>
        <Button
          onClick={() => {
            setAdded(destinations.length)
            set({ destinations: [...destinations, NEW_DESTINATION] })
          }}
        >
          <Plus aria-hidden />
          Add person
        </Button>
      </div>
    </div>
  )
}

function aboutOf({ target, mode }: DestinationDraft): string {
  const to = target.kind === 'sip' ? target.uri : displayPhoneNumber(target.phoneNumber)
  return to === '' ? mode : `${to}, ${mode}`
}
