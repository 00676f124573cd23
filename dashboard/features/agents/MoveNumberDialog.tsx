import { useMutation } from 'convex/react'
import { type FormEvent, useState } from 'react'
import { api } from '../../../convex/_generated/api.js'
import type { Doc } from '../../../convex/_generated/dataModel.js'
import { Button } from '../../components/Button.tsx'
import { Dialog, DialogActions } from '../../components/Dialog.tsx'
import { ErrorNotice } from '../../components/ErrorNotice.tsx'
import { Field } from '../../components/Field.tsx'
import { Select } from '../../components/Select.tsx'
import { displayPhoneNumber } from '../../lib/phoneNumber.ts'
import { problemOf } from '../../lib/problem.ts'
import { showToast } from '../../lib/toasts.ts'
import { useAgents } from '../../lib/useAgents.ts'

interface MoveNumberDialogProps {
  /** `null`: closed. */
  number: Doc<'twilioNumbers'> | null
  onClose: () => void
}

/** Gives a number to another agent, in one step: at no moment is it without one. */
export function MoveNumberDialog({ number, onClose }: MoveNumberDialogProps) {
  return (
    <Dialog
      title={number ? `Move ${displayPhoneNumber(number.phoneNumber)}` : 'Move number'}
      description="The next call is answered by the other agent; calls that go on stay with theirs."
      open={number !== null}
      onOpenChange={(open) => !open && onClose()}
    >
      {number && <MoveForm number={number} onDone={onClose} />}
    </Dialog>
  )
}

function MoveForm({ number, onDone }: { number: Doc<'twilioNumbers'>; onDone: () => void }) {
  const agents = useAgents()
  const others =
    agents?.filter(
      ({ _id, capabilities }) => _id !== number.agentId && capabilities.includes('voice'),
    ) ?? []
  const { chosen, choose, busy, problem, submit } = useMove(number, others, onDone)
  if (agents && others.length === 0) {
    return (
      <>
        <p>
          There is no other agent that takes calls yet. Create one, and the number can go to it.
        </p>
        <DialogActions cancel="Close">{null}</DialogActions>
      </>
    )
  }
  return (
    <form onSubmit={(event) => void submit(event)}>
      <Field label="Agent" help="Who answers the number from now on.">
        {(control) => (
          <Select
            {...control}
            value={chosen?._id ?? ''}
            onValue={choose}
            options={others.map(({ _id, name }) => ({ value: String(_id), label: name }))}
          />
        )}
      </Field>
      {problem && <ErrorNotice message={problem} />}
      <DialogActions>
        <Button type="submit" look="primary" busy={busy || !chosen}>
          Move number
        </Button>
      </DialogActions>
    </form>
  )
}

function useMove(
  number: Doc<'twilioNumbers'>,
  others: readonly Doc<'agents'>[],
  onDone: () => void,
) {
  const update = useMutation(api.twilioNumbers.update)
  const [agentId, setAgentId] = useState('')
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const chosen = others.find(({ _id }) => _id === agentId) ?? others[0]
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (!chosen) return
    setBusy(true)
    try {
      await update({ numberId: number._id, agentId: chosen._id })
      showToast(`${chosen.name} answers ${displayPhoneNumber(number.phoneNumber)} now.`)
      onDone()
    } catch (error) {
      setProblem(problemOf(error).message)
    } finally {
      setBusy(false)
    }
  }
  return { chosen, choose: setAgentId, busy, problem, submit }
}
