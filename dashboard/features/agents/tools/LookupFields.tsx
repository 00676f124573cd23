import { Plus, Trash2 } from 'lucide-react'
import { Button } from '../../../components/Button.tsx'
import { Switch } from '../../../components/Switch.tsx'
import { SecretField } from '../SecretField.tsx'
import { HeaderFields } from './HeaderFields.tsx'
import { changed, type ToolsPartProps, without } from './part.ts'
import { TextField } from './TextField.tsx'

/** What is asked while the phone rings, and what its answer fills. */
export function LookupFields({ tools, set, errorAt, agentId }: ToolsPartProps) {
  const { lookup, variables } = tools
  return (
    <div className="grid grid-cols-1 gap-4">
      <fieldset className="min-w-0 grid grid-cols-1 gap-2">
        <legend className="mb-1 text-sm font-medium">Variables</legend>
        {variables.map((variable, at) => (
          <fieldset
            // oxlint-disable-next-line react/no-array-index-key -- a variable's name changes while it is typed
            key={at}
            className="min-w-0 grid grid-cols-1 items-start gap-x-4 sm:grid-cols-[14rem_1fr_auto]"
          >
            <legend className="sr-only">Variable {at + 1}</legend>
            <TextField
              label="Name"
              help="Stands in the texts as {{name}}."
              error={errorAt(`variables.${at}.name`)}
              value={variable.name}
              onValue={(name) => set({ variables: changed(variables, at, { ...variable, name }) })}
              isCode
            />
            <TextField
              label="Otherwise"
              optional
              help="Where the look-up does not tell."
              error={errorAt(`variables.${at}.fallback`)}
              value={variable.fallback}
              onValue={(fallback) =>
                set({ variables: changed(variables, at, { ...variable, fallback }) })
              }
            />
            <Button
              look="quiet"
              size="icon"
              className="sm:mt-6"
              aria-label={`Remove variable ${variable.name || at + 1}`}
              onClick={() => set({ variables: without(variables, at) })}
            >
              <Trash2 aria-hidden />
            </Button>
          </fieldset>
        ))}
        <div>
          <Button
            size="sm"
            onClick={() => set({ variables: [...variables, { name: '', fallback: '' }] })}
          >
            <Plus aria-hidden />
            Add variable
          </Button>
        </div>
      </fieldset>
      <Switch
        label="Look callers up"
        help="Your server is asked who calls. It has one second; the caller hears the phone ring."
        error={errorAt('lookup')}
        checked={lookup !== null}
        onChecked={(on) =>
          set({ lookup: on ? { url: '', headers: [], signingSecret: null } : null })
        }
      />
      {lookup && (
        <>
          <TextField
            label="Address of the look-up"
            help="Asked by POST; it answers a JSON object with the variables."
            error={errorAt('lookup.url')}
            value={lookup.url}
            onValue={(url) => set({ lookup: { ...lookup, url } })}
            placeholder="https://example.com/callers"
            isCode
          />
          <HeaderFields
            headers={lookup.headers}
            onHeaders={(headers) => set({ lookup: { ...lookup, headers } })}
            errorAt={(path) => errorAt(`lookup.${path}`)}
            path="tools.lookup"
            agentId={agentId}
          />
          <SecretField
            label="Signing secret of the look-up"
            help="whsec_ and base64: the requests are signed with it."
            agentId={agentId}
            field="tools.lookup.signingSecret"
            value={lookup.signingSecret}
            onValue={(signingSecret) => set({ lookup: { ...lookup, signingSecret } })}
          />
        </>
      )}
    </div>
  )
}
