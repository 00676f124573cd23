import { Bot, MessageCircleOff, UserRound } from 'lucide-react'
import { useState } from 'react'
import type { Chat } from '../../../convex/model/chat.ts'
import { Button } from '../../components/Button.tsx'
import { ConfirmDialog } from '../../components/ConfirmDialog.tsx'
import { apiSend } from '../../lib/api.ts'
import { problemOf } from '../../lib/problem.ts'
import { showToast } from '../../lib/toasts.ts'
import { chatRoute } from './chatRoute.ts'

/** Who answers from now on: a person, or the agent again. */
export function HandButton({ chat }: { chat: Pick<Chat, 'chatId' | 'status'> }) {
  const [busy, setBusy] = useState(false)
  const act = async (what: 'take' | 'release') => {
    setBusy(true)
    try {
      await apiSend(chatRoute(chat.chatId, what))
    } catch (error) {
      showToast(problemOf(error).message, { tone: 'bad' })
    } finally {
      setBusy(false)
    }
  }
  return chat.status === 'handed_over' ? (
    <Button busy={busy} onClick={() => void act('release')}>
      <Bot aria-hidden />
      Hand back to the agent
    </Button>
  ) : (
    <Button busy={busy} onClick={() => void act('take')}>
      <UserRound aria-hidden />
      Take over
    </Button>
  )
}

export function EndChatButton({ chatId }: { chatId: string }) {
  const [asking, setAsking] = useState(false)
  return (
    <>
      <Button onClick={() => setAsking(true)}>
        <MessageCircleOff aria-hidden className="text-bad" />
        End conversation
      </Button>
      <ConfirmDialog
        title="End this conversation?"
        description="The visitor sees that it has ended, and can begin another one."
        confirm="End conversation"
        open={asking}
        onOpenChange={setAsking}
        onConfirm={() => apiSend(chatRoute(chatId, 'end'))}
      />
    </>
  )
}
