import { useState } from 'react'
import { Button } from '../../components/Button.tsx'
import { Card } from '../../components/Card.tsx'
import { ConfirmDialog } from '../../components/ConfirmDialog.tsx'
import { apiSend } from '../../lib/api.ts'
import { redirect } from '../../lib/navigation.ts'
import { showToast } from '../../lib/toasts.ts'
import { chatRoute } from './chatRoute.ts'

/** Deletes the conversation. */
export function DeleteChat({ chatId }: { chatId: string }) {
  const [asking, setAsking] = useState(false)
  return (
    <Card title="Delete" description="What was said, and what was done for it.">
      <Button onClick={() => setAsking(true)}>Delete conversation…</Button>
      <ConfirmDialog
        title="Delete this conversation?"
        description="Its messages go, here and from its own journal. Settings shows who deleted what. This cannot be undone."
        confirm="Delete conversation"
        open={asking}
        onOpenChange={setAsking}
        onConfirm={() => deleteChat(chatId)}
      />
    </Card>
  )
}

async function deleteChat(chatId: string): Promise<void> {
  await apiSend(chatRoute(chatId), { method: 'DELETE' })
  redirect('/conversations')
  showToast('The conversation is deleted.')
}
