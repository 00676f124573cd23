import { Button } from '../../../components/Button.tsx'
import { DialogActions } from '../../../components/Dialog.tsx'
import { ErrorNotice } from '../../../components/ErrorNotice.tsx'
import { Field } from '../../../components/Field.tsx'
import { HighCostDialog } from '../../../components/HighCostDialog.tsx'
import { PhoneField } from '../../../components/PhoneField.tsx'
import { Select } from '../../../components/Select.tsx'
import { type TransferOf, useTransferForm } from './useTransferForm.ts'

/** To whom: one of the agent's destinations, or any number. */
export function TransferForm(props: TransferOf) {
  const form = useTransferForm(props)
  return (
    <>
      <form onSubmit={(event) => void form.submit(event)} noValidate className="grid gap-2">
        {form.options.length > 1 && (
          <Field label="To">
            {(control) => (
              <Select
                {...control}
                value={form.chosen}
                options={form.options}
                onValue={form.choose}
              />
            )}
          </Field>
        )}
        {form.isTyped && (
          <PhoneField
            label="Phone number"
            help="With + and the country code, like +12025550100."
            error={form.error}
            value={form.phoneNumber}
            onValue={form.type}
            locale={form.locale}
          />
        )}
        {form.problem && <ErrorNotice message={form.problem} />}
        <DialogActions>
          <Button type="submit" look="primary" busy={form.busy}>
            Transfer
          </Button>
        </DialogActions>
      </form>
      <HighCostDialog confirmation={form.confirmation} />
    </>
  )
}
