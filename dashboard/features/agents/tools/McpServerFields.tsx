import { Trash2 } from 'lucide-react'
import { Button } from '../../../components/Button.tsx'
import { Field } from '../../../components/Field.tsx'
import { NumberField } from '../../../components/NumberField.tsx'
import { Select } from '../../../components/Select.tsx'
import { SecretField } from '../SecretField.tsx'
import { McpTools } from './McpTools.tsx'
import type { McpServerDraft, ToolsPartProps } from './part.ts'
import { TextField } from './TextField.tsx'

interface McpServerFieldsProps extends Pick<ToolsPartProps, 'errorAt' | 'agentId'> {
  server: McpServerDraft
  change: (server: McpServerDraft) => void
  remove: () => void
  /** Where the settings name it. */
  path: string
}

const AUTH = [
  { value: 'none', label: 'None' },
  { value: 'bearer', label: 'Bearer token' },
  { value: 'client_credentials', label: 'OAuth client credentials' },
] as const

const EMPTY_AUTH = {
  none: { kind: 'none' },
  bearer: { kind: 'bearer', token: '' },
  client_credentials: {
    kind: 'client_credentials',
    clientId: '',
    clientSecret: '',
    scope: '',
    issuer: '',
  },
} as const

export function McpServerFields(props: McpServerFieldsProps) {
  const { server, change, remove, errorAt, agentId, path } = props
  const { auth } = server
  const set = (changes: Partial<McpServerDraft>) => change({ ...server, ...changes })
  return (
    <>
      <div className="grid grid-cols-1 gap-x-4 gap-y-2 sm:grid-cols-[1fr_2fr]">
        <TextField
          label="Name"
          help="Goes before the names of its tools."
          error={errorAt('name')}
          value={server.name}
          onValue={(name) => set({ name })}
          isCode
        />
        <TextField
          label="Address"
          help="Of its streamable HTTP."
          error={errorAt('url')}
          value={server.url}
          onValue={(url) => set({ url })}
          placeholder="https://example.com/mcp"
          isCode
        />
        <Field label="Sign-in">
          {(control) => (
            <Select
              {...control}
              value={auth.kind}
              options={AUTH}
              onValue={(kind) => set({ auth: EMPTY_AUTH[kind] })}
            />
          )}
        </Field>
        {auth.kind === 'bearer' && (
          <SecretField
            label="Token"
            help="Stored apart, and not shown again."
            agentId={agentId}
            field={`${path}.token`}
            value={auth.token === '' ? null : auth.token}
            onValue={(token) => set({ auth: { ...auth, token: token ?? '' } })}
          />
        )}
        {auth.kind === 'client_credentials' && (
          <TextField
            label="Client id"
            help="As the server's owner gave it out."
            error={errorAt('auth.clientId')}
            value={auth.clientId}
            onValue={(clientId) => set({ auth: { ...auth, clientId } })}
            isCode
          />
        )}
        {auth.kind === 'client_credentials' && (
          <>
            <TextField
              label="Scope"
              optional
              help="Where the server wants one."
              error={errorAt('auth.scope')}
              value={auth.scope}
              onValue={(scope) => set({ auth: { ...auth, scope } })}
              isCode
            />
            <TextField
              label="Issuer"
              optional
              help="The authorization server that may have the secret. Empty: the MCP server's own origin."
              error={errorAt('auth.issuer')}
              value={auth.issuer}
              onValue={(issuer) => set({ auth: { ...auth, issuer } })}
              placeholder="https://login.example.com"
              isCode
            />
            <SecretField
              label="Client secret"
              help="Stored apart, and not shown again."
              agentId={agentId}
              field={`${path}.clientSecret`}
              value={auth.clientSecret === '' ? null : auth.clientSecret}
              onValue={(secret) => set({ auth: { ...auth, clientSecret: secret ?? '' } })}
            />
          </>
        )}
      </div>
      <McpTools server={server} onAllowed={(allowed) => set({ allowed })} />
      <div className="grid grid-cols-1 gap-x-4 sm:grid-cols-2">
        <NumberField
          label="Time-out"
          help="500 to 60000, for each call of a tool."
          unit="ms"
          error={errorAt('timeoutMs')}
          value={server.timeoutMs}
          onValue={(timeoutMs) => set({ timeoutMs })}
        />
        <TextField
          label="While one runs"
          optional
          help="What the agent says when it takes long. Empty: “One moment” in the call's language."
          error={errorAt('filler')}
          value={server.filler}
          onValue={(filler) => set({ filler })}
        />
      </div>
      <div>
        <Button look="quiet" size="sm" onClick={remove} aria-label={`Remove server ${server.name}`}>
          <Trash2 aria-hidden />
          Remove server
        </Button>
      </div>
    </>
  )
}
