import { type FormEvent, useState } from 'react'
import { LONGEST_MESSAGE } from '../../../convex/model/chat.ts'
import { Button } from '../../components/Button.tsx'
import { Field } from '../../components/Field.tsx'
import { Textarea } from '../../components/Textarea.tsx'
import { apiSend } from '../../lib/api.ts'
import { formatNumber } from '../../lib/format.ts'
import { problemOf } from '../../lib/problem.ts'
import { chatRoute } from './chatRoute.ts'

/** Where a person answers the visitor. */
export function ChatReply({ chatId }: { chatId: string }) {
  const { text, write, busy, problem, send } = useReply(chatId)
  const isLong = text.trim().length > LONGEST_MESSAGE
  const tooLong = `At most ${formatNumber(LONGEST_MESSAGE)} characters.`
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!isLong) void send()
  }
  return (
    <form onSubmit={submit}>
      <Field
        label="Your answer"
        help="Enter sends it; Shift and Enter begins a new line."
        error={isLong ? tooLong : (problem ?? undefined)}
        length={text.length}
      >
        {(control) => (
          <Textarea
            {...control}
            rows={2}
            value={text}
            onChange={({ target }) => write(target.value)}
            onKeyDown={(event) => {
              if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return
              submit(event)
            }}
          />
        )}
      </Field>
      <Button type="submit" look="primary" busy={busy} disabled={text.trim() === '' || isLong}>
        Send
      </Button>
    </form>
  )
}

/** What is sent again after a failure is the same message. */
function useReply(chatId: string) {
  const [draft, setDraft] = useState(newDraft)
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const send = async () => {
    if (busy || draft.text.trim() === '') return
    setBusy(true)
    setProblem(null)
    try {
      await apiSend(chatRoute(chatId, 'say'), { body: draft })
      setDraft(newDraft)
    } catch (error) {
      setProblem(problemOf(error).message)
    } finally {
      setBusy(false)
    }
  }
  const write = (text: string) => setDraft({ text, id: crypto.randomUUID() })
  return { text: draft.text, write, busy, problem, send }
}

const newDraft = () => ({ text: '', id: crypto.randomUUID() })
