import { BrowserPhone } from './BrowserPhone.ts'
import { currentPhone, isCalling, setCurrentPhone } from './currentPhone.ts'

/** Rings an agent from this window, unless a call goes on already. */
export function callAgent(agentId: string, agentName: string): void {
  const before = currentPhone()
  if (before && isCalling(before.state)) return
  const phone: BrowserPhone = new BrowserPhone((state) =>
    setCurrentPhone({ agentId, agentName, phone, state }),
  )
  void phone.call(agentId)
}
