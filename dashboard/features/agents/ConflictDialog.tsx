import type { Doc } from '../../../convex/_generated/dataModel.js'
import { agentSettingsSchema } from '../../../convex/model/agent.ts'
import { Button } from '../../components/Button.tsx'
import { Dialog, DialogActions } from '../../components/Dialog.tsx'
import { type AgentEdit, changedPaths, settingsOf, valueAt } from './draft.ts'
import { describeSettings } from './describeSettings.ts'
import { useSaver } from './useSaver.ts'

interface ConflictDialogProps {
  edit: AgentEdit
  theirs: Doc<'agents'>
  open: boolean
  onOpenChange: (open: boolean) => void
  onKeepMine: () => void
  onTakeTheirs: () => void
}

/** Two people edited the same agent: shows both, and lets the second one choose. */
export function ConflictDialog(props: ConflictDialogProps) {
  const { edit, theirs, open, onOpenChange, onKeepMine, onTakeTheirs } = props
  const { who, where } = useSaver(theirs)
  const close = (choice: () => void) => {
    choice()
    onOpenChange(false)
  }
  return (
    <Dialog
      title={`${who} saved version ${theirs.version}${where}`}
      description={`You edit version ${edit.baseVersion}. Nothing is saved yet; choose how to go on.`}
      open={open}
      onOpenChange={onOpenChange}
    >
      <Comparison edit={edit} theirs={theirs} who={who === 'You' ? `You${where}` : who} />
      <p className="mt-3 text-sm text-ink-2">
        “Put mine on top” keeps what you changed and takes the rest from version {theirs.version}.
        You can look at it again before you save.
      </p>
      <DialogActions cancel="Decide later">
        <Button onClick={() => close(onTakeTheirs)}>Drop my changes</Button>
        <Button look="primary" onClick={() => close(onKeepMine)}>
          Put mine on top
        </Button>
      </DialogActions>
    </Dialog>
  )
}

interface ComparisonProps {
  edit: AgentEdit
  theirs: Doc<'agents'>
  /** Who saved theirs. */
  who: string
}

function Comparison({ edit, theirs, who }: ComparisonProps) {
  const mine = changedPaths(edit.base, edit.values)
  const changedByThem = changedPaths(edit.base, settingsOf(theirs))
  const labels = describeSettings(edit.base)
  const paths = [...new Set([...mine, ...changedByThem])]
  return (
    <ul className="grid gap-2.5">
      {paths.map((path) => (
        <li key={path} className="rounded-md border px-3 py-2">
          <p className="font-medium">{labels.find((row) => row.path === path)?.label ?? path}</p>
          {mine.includes(path) && <Side who="You, here" text={textOf(edit.values, path)} />}
          {changedByThem.includes(path) && (
            <Side who={who} text={textOf(settingsOf(theirs), path)} />
          )}
        </li>
      ))}
    </ul>
  )
}

function Side({ who, text }: { who: string; text: string }) {
  return (
    <p className="text-sm">
      <span className="text-ink-2">{who}: </span>
      <span dir="auto" className="line-clamp-4 whitespace-pre-wrap">
        {text}
      </span>
    </p>
  )
}

/** In words where the values keep the rules; else as they were typed. */
function textOf(values: AgentEdit['values'], path: string): string {
  const checked = agentSettingsSchema.safeParse(values)
  const described = checked.success
    ? describeSettings(checked.data).find((row) => row.path === path)
    : undefined
  return described?.text ?? String(valueAt(values, path) ?? '')
}
