import { Button } from '../../components/Button.tsx'
import { Dialog } from '../../components/Dialog.tsx'
import { usePendingLeave } from '../../lib/navigation.ts'

/** Asked when somebody is about to leave a page with unsaved changes. */
export function LeaveDialog() {
  const { asking, leave, stay } = usePendingLeave()
  return (
    <Dialog
      title="Leave without saving?"
      description="Your changes on this page are not saved. If you leave, they are gone."
      open={asking}
      onOpenChange={(open) => !open && stay()}
      actions={
        <>
          <Button look="danger" onClick={leave}>
            Leave without saving
          </Button>
          <Button look="primary" onClick={stay}>
            Stay here
          </Button>
        </>
      }
    />
  )
}
