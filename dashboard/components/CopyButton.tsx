import { Check, Copy } from 'lucide-react'
import { useEffect, useState } from 'react'
import { showToast } from '../lib/toasts.ts'
import { Button } from './Button.tsx'

interface CopyButtonProps {
  text: string
  /** What is copied: "webhook URL". */
  what: string
}

export function CopyButton({ text, what }: CopyButtonProps) {
  const [copied, setCopied] = useState(false)
  useEffect(() => {
    if (!copied) return
    const timer = setTimeout(() => setCopied(false), 2000)
    return () => clearTimeout(timer)
  }, [copied])
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text)
      setCopied(true)
      showToast(`The ${what} is copied.`)
    } catch {
      showToast(`The browser did not allow copying. Select the ${what} and copy it by hand.`, {
        tone: 'bad',
      })
    }
  }
  return (
    <Button size="sm" onClick={() => void copy()} aria-label={`Copy ${what}`}>
      {copied ? <Check aria-hidden className="text-good" /> : <Copy aria-hidden />}
      Copy
    </Button>
  )
}
