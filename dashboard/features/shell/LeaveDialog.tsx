import { ConfirmDialog } from '../../components/ConfirmDialog.tsx'
import { usePendingLeave } from '../../lib/navigation.ts'

/** Asked when somebody is about to leave a page with unsaved changes. */
export function LeaveDialog() {
  const { asking, leave, stay } = usePendingLeave()
  return (
    <ConfirmDialog
      title="Leave without saving?"
      description="Your changes on this page are not saved. If you leave, they are gone."
      confirm="Leave without saving"
      cancel="Stay here"
      open={asking}
      onOpenChange={(open) => !open && stay()}
      onConfirm={leave}
    />
  )
}
