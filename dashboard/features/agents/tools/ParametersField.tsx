import { Plus, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../../components/Button.tsx'
import { Field } from '../../../components/Field.tsx'
import { Select } from '../../../components/Select.tsx'
import { Switch } from '../../../components/Switch.tsx'
import { type Parameter, parametersOf, prettyJson, schemaOf } from './parameters.ts'
import { changed, without } from './part.ts'
import { TextField } from './TextField.tsx'

interface ParametersFieldProps {
  /** A JSON Schema. */
  value: string
  onValue: (value: string) => void
  error: string | undefined
}

/** The arguments that the model is to give: as rows, or as the JSON Schema itself. */
export function ParametersField({ value, onValue, error }: ParametersFieldProps) {
  const [rows, setRows] = useState(() => parametersOf(value))
  const [raw, setRaw] = useState(rows === null)
  // Rows without a name, or with the same one, are in no schema and stay while they are typed.
  const shown = rows !== null && schemaOf(rows) === value ? rows : parametersOf(value)
  const write = (next: Parameter[]) => {
    setRows(next)
    onValue(schemaOf(next))
  }
  if (raw || shown === null) {
    return (
      <div className="grid grid-cols-1 gap-1">
        <TextField
          label="Parameters as JSON Schema"
          help={shown === null ? 'This schema says more than rows can.' : 'Of type object.'}
          error={error}
          value={value}
          onValue={onValue}
          rows={8}
          isCode
        />
        <div className="flex gap-2">
          <Button size="sm" disabled={shown === null} onClick={() => setRaw(false)}>
            Edit as rows
          </Button>
          <Button size="sm" look="quiet" onClick={() => onValue(prettyJson(value))}>
            Set in lines
          </Button>
        </div>
      </div>
    )
  }
  return (
    <fieldset className="min-w-0 grid grid-cols-1 gap-2">
      <legend className="mb-1 text-sm font-medium">Parameters</legend>
      {error && <p className="text-sm text-bad">{error}</p>}
      {shown.map((row, at) => (
        <ParameterRow
          // oxlint-disable-next-line react/no-array-index-key -- a parameter's name changes while it is typed
          key={at}
          number={at + 1}
          row={row}
          isTwice={shown.some((other, place) => place !== at && other.name === row.name)}
          change={(next) => write(changed(shown, at, next))}
          remove={() => write(without(shown, at))}
        />
      ))}
      <div className="flex flex-wrap gap-2">
        <Button size="sm" onClick={() => write([...shown, NEW_ROW])}>
          <Plus aria-hidden />
          Add parameter
        </Button>
        <Button size="sm" look="quiet" onClick={() => setRaw(true)}>
          Edit as JSON Schema
        </Button>
      </div>
    </fieldset>
  )
}

const NEW_ROW: Parameter = { name: '', type: 'string', description: '', required: true }

interface ParameterRowProps {
  number: number
  row: Parameter
  isTwice: boolean
  change: (row: Parameter) => void
  remove: () => void
}

function ParameterRow({ number, row, isTwice, change, remove }: ParameterRowProps) {
  return (
    <fieldset className="min-w-0 grid grid-cols-1 items-start gap-x-4 gap-y-1 rounded-md border p-3 sm:grid-cols-[1fr_10rem_2fr]">
      <legend className="sr-only">Parameter {number}</legend>
      <TextField
        label="Name"
        help=""
        error={isTwice ? 'That name is taken.' : undefined}
        value={row.name}
        onValue={(name) => change({ ...row, name })}
        isCode
      />
      <Field label="Type">
        {(control) => (
          <Select
            {...control}
            value={row.type}
            onValue={(type) => change({ ...row, type })}
            options={TYPES}
          />
        )}
      </Field>
      <TextField
        label="Description"
        optional
        help=""
        error={undefined}
        value={row.description}
        onValue={(description) => change({ ...row, description })}
      />
      <div className="flex flex-wrap items-center justify-between gap-2 sm:col-span-3">
        <Switch
          label="Required"
          checked={row.required}
          onChecked={(required) => change({ ...row, required })}
        />
        <Button
          size="sm"
          look="quiet"
          onClick={remove}
          aria-label={`Remove parameter ${row.name || number}`}
        >
          <Trash2 aria-hidden />
          Remove
        </Button>
      </div>
    </fieldset>
  )
}

const TYPES = [
  { value: 'string', label: 'Text' },
  { value: 'number', label: 'Number' },
  { value: 'integer', label: 'Whole number' },
  { value: 'boolean', label: 'Yes or no' },
] as const
