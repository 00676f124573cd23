import { Field } from '../../../../components/Field.tsx'
import { PhoneField } from '../../../../components/PhoneField.tsx'
import { Select } from '../../../../components/Select.tsx'
import { optionsOf } from '../../labels.ts'
import type { DestinationDraft, ToolsPartProps } from '../part.ts'
import { TextField } from '../TextField.tsx'
import type { DestinationPartProps } from './destinationPart.ts'

type Target = DestinationDraft['target']

const KINDS: Record<Target['kind'], string> = { phone: 'Phone', sip: 'SIP' }
const EMPTY: Record<Target['kind'], Target> = {
  phone: { kind: 'phone', phoneNumber: '', extension: '' },
  sip: { kind: 'sip', uri: '' },
}

/** Where the person is rung. */
export function TargetFields(props: DestinationPartProps & Pick<ToolsPartProps, 'locale'>) {
  const { destination, set } = props
  const { target } = destination
  return (
    <div className="grid grid-cols-1 gap-x-4 gap-y-2 sm:grid-cols-[7rem_1fr_12rem]">
      <Field label="Reached by">
        {(control) => (
          <Select
            {...control}
            value={target.kind}
            options={optionsOf(KINDS)}
            onValue={(kind) => kind !== target.kind && set({ target: EMPTY[kind] })}
          />
        )}
      </Field>
      <Address {...props} />
    </div>
  )
}

function Address(props: DestinationPartProps & Pick<ToolsPartProps, 'locale'>) {
  const { destination, set, errorAt, locale } = props
  const { target } = destination
  if (target.kind === 'sip') {
    return (
      <div className="sm:col-span-2">
        <TextField
          label="SIP address"
          help="Like sip:desk@example.com."
          error={errorAt('target.uri')}
          value={target.uri}
          onValue={(uri) => set({ target: { ...target, uri } })}
          isCode
        />
      </div>
    )
  }
  return (
    <>
      <PhoneField
        label="Phone number"
        help="With + and the country code, like +12025550100."
        error={errorAt('target.phoneNumber')}
        value={target.phoneNumber}
        onValue={(phoneNumber) => set({ target: { ...target, phoneNumber } })}
        locale={locale}
      />
      <TextField
        label="Extension"
        optional
        help="w waits half a second. The person behind one always presses 1."
        error={errorAt('target.extension')}
        value={target.extension}
        onValue={(extension) => set({ target: { ...target, extension } })}
        placeholder="ww204"
        isCode
      />
    </>
  )
}
