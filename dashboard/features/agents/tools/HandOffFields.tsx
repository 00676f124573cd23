import { Plus, Trash2 } from 'lucide-react'
import { Button } from '../../../components/Button.tsx'
import { Field } from '../../../components/Field.tsx'
import { Select } from '../../../components/Select.tsx'
import { changed, type ToolsPartProps, without } from './part.ts'
import { TextField } from './TextField.tsx'
import { useAgents } from '../../../lib/useAgents.ts'

/** To whom the agent may hand the call over, and when. */
export function HandOffFields({ tools: { handOff }, set, errorAt, agentId }: ToolsPartProps) {
  const agents = useAgents()
  const others = (agents ?? []).filter(({ _id }) => _id !== agentId)
  if (agents && others.length === 0 && handOff.length === 0) {
    return <p className="text-ink-2">There is no other agent yet.</p>
  }
  const options = [
    { value: '', label: 'Choose an agent' },
    ...others.map(({ _id, name }) => ({ value: String(_id), label: name })),
  ]
  return (
    <div className="grid grid-cols-1 gap-3">
      {handOff.map((to, at) => (
        <fieldset
          // oxlint-disable-next-line react/no-array-index-key -- they have no other identity while they are chosen
          key={at}
          className="min-w-0 grid grid-cols-1 items-start gap-x-4 sm:grid-cols-[14rem_1fr_auto]"
        >
          <legend className="sr-only">Agent {at + 1}</legend>
          <Field label="Agent" error={errorAt(`handOff.${at}.agentId`)}>
            {(control) => (
              <Select
                {...control}
                value={to.agentId}
                options={
                  options.some(({ value }) => value === to.agentId)
                    ? options
                    : [...options, { value: to.agentId, label: 'An agent that was removed' }]
                }
                onValue={(chosen) =>
                  set({ handOff: changed(handOff, at, { ...to, agentId: chosen }) })
                }
              />
            )}
          </Field>
          <TextField
            label="When"
            help="Tells the agent when to hand over."
            error={errorAt(`handOff.${at}.when`)}
            value={to.when}
            onValue={(when) => set({ handOff: changed(handOff, at, { ...to, when }) })}
          />
          <Button
            look="quiet"
            size="icon"
            className="sm:mt-6"
            aria-label={`Remove agent ${at + 1}`}
            onClick={() => set({ handOff: without(handOff, at) })}
          >
            <Trash2 aria-hidden />
          </Button>
        </fieldset>
      ))}
      <div>
        <Button onClick={() => set({ handOff: [...handOff, { agentId: '', when: '' }] })}>
          <Plus aria-hidden />
          Add agent
        </Button>
      </div>
    </div>
  )
}
