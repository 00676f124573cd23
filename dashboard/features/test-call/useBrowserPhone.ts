import { useEffect, useRef, useState } from 'react'
import { BrowserPhone, type PhoneState } from './BrowserPhone.ts'

/** A phone that lives as long as the component, and hangs up with it. */
export function useBrowserPhone(): { phone: BrowserPhone; state: PhoneState } {
  const [state, setState] = useState<PhoneState>({ phase: 'idle' })
  const [phone] = useState(() => new BrowserPhone(setState))
  const latest = useRef(phone)
  useEffect(() => {
    const held = latest.current
    return () => held.discard()
  }, [])
  return { phone, state }
}
