import { NumberField } from '../../../components/NumberField.tsx'
import type { ChatPartProps } from './part.ts'

/** How much visitors may use. */
export function LimitFields({ chat, set, errorAt }: ChatPartProps) {
  return (
    <div className="grid gap-x-5 gap-y-2 sm:grid-cols-3">
      <NumberField
        label="Messages per conversation"
        help="Then it ends, and a new one can begin."
        error={errorAt('messagesPerConversation')}
        value={chat.messagesPerConversation}
        onValue={(messagesPerConversation) => set({ messagesPerConversation })}
      />
      <NumberField
        label="Messages per day"
        help="Of all visitors together, by UTC."
        error={errorAt('messagesPerDay')}
        value={chat.messagesPerDay}
        onValue={(messagesPerDay) => set({ messagesPerDay })}
      />
      <NumberField
        label="Cost per day"
        help="Of all conversations together."
        error={errorAt('usdPerDay')}
        unit="USD"
        value={chat.usdPerDay}
        onValue={(usdPerDay) => set({ usdPerDay })}
      />
    </div>
  )
}
