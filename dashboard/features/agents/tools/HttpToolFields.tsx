import { Trash2 } from 'lucide-react'
import { METHODS } from '../../../../convex/model/tools.ts'
import { Button } from '../../../components/Button.tsx'
import { Field } from '../../../components/Field.tsx'
import { NumberField } from '../../../components/NumberField.tsx'
import { Select } from '../../../components/Select.tsx'
import { Switch } from '../../../components/Switch.tsx'
import { SecretField } from '../SecretField.tsx'
import { HeaderFields } from './HeaderFields.tsx'
import { ParametersField } from './ParametersField.tsx'
import type { HttpToolDraft, ToolsPartProps } from './part.ts'
import { TextField } from './TextField.tsx'
import { TryTool } from './TryTool.tsx'

interface HttpToolFieldsProps extends Pick<ToolsPartProps, 'errorAt' | 'agentId' | 'locale'> {
  tool: HttpToolDraft
  change: (tool: HttpToolDraft) => void
  remove: () => void
  /** Where the settings name it. */
  path: string
}

export function HttpToolFields(props: HttpToolFieldsProps) {
  const { tool, change, remove, errorAt, path, agentId, locale } = props
  const set = (changes: Partial<HttpToolDraft>) => change({ ...tool, ...changes })
  return (
    <>
      <TextField
        label="Name"
        help="Letters, digits, _ and -, like book_table."
        error={errorAt('name')}
        value={tool.name}
        onValue={(name) => set({ name })}
        isCode
      />
      <TextField
        label="Description"
        help="Tells the model when to use it."
        error={errorAt('description')}
        value={tool.description}
        onValue={(description) => set({ description })}
        rows={2}
      />
      <div className="grid grid-cols-1 gap-x-4 sm:grid-cols-[8rem_1fr]">
        <Field label="Method" error={errorAt('method')}>
          {(control) => (
            <Select
              {...control}
              value={tool.method}
              onValue={(method) => set({ method })}
              options={METHODS.map((method) => ({ value: method, label: method }))}
            />
          )}
        </Field>
        <TextField
          label="Address"
          help="{name} in the path is where an argument goes. The others are sent in the query (GET, DELETE) or as JSON."
          error={errorAt('url')}
          value={tool.url}
          onValue={(url) => set({ url })}
          placeholder="https://example.com/tables/{table}"
          isCode
        />
      </div>
      <ParametersField
        value={tool.parameters}
        onValue={(parameters) => set({ parameters })}
        error={errorAt('parameters')}
      />
      <HeaderFields
        headers={tool.headers}
        onHeaders={(headers) => set({ headers })}
        errorAt={errorAt}
        path={path}
        agentId={agentId}
      />
      <SecretField
        label="Signing secret"
        help="whsec_ and base64. Requests are signed with it, and say which call, caller and agent they are of."
        agentId={agentId}
        field={`${path}.signingSecret`}
        value={tool.signingSecret}
        onValue={(signingSecret) => set({ signingSecret })}
      />
      <div className="grid grid-cols-1 gap-x-4 sm:grid-cols-2">
        <NumberField
          label="Time-out"
          help="500 to 60000. After it, the agent says that it did not work."
          unit="ms"
          error={errorAt('timeoutMs')}
          value={tool.timeoutMs}
          onValue={(timeoutMs) => set({ timeoutMs })}
        />
        <TextField
          label="While it runs"
          optional
          help="What the agent says when it takes long. Empty: “One moment” in the call's language."
          error={errorAt('filler')}
          value={tool.filler}
          onValue={(filler) => set({ filler })}
        />
      </div>
      <Switch
        label="Safe to repeat"
        help="Doing it twice does no harm: it is tried again when it fails."
        checked={tool.repeatable}
        onChecked={(repeatable) => set({ repeatable })}
      />
      <TryTool tool={tool} locale={locale} />
      <div>
        <Button look="quiet" size="sm" onClick={remove} aria-label={`Remove tool ${tool.name}`}>
          <Trash2 aria-hidden />
          Remove tool
        </Button>
      </div>
    </>
  )
}
