import { useEffect, useState } from 'react'
import { Button } from '../../components/Button.tsx'
import { ErrorNotice } from '../../components/ErrorNotice.tsx'
import { usePageTitle } from '../../lib/pageTitle.ts'

/** Says something only when waiting takes longer than it should. */
export function BootScreen() {
  const [slow, setSlow] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setSlow(true), 600)
    return () => clearTimeout(timer)
  }, [])
  return (
    <main className="flex min-h-dvh items-center justify-center p-6">
      <output className="text-ink-2">{slow ? 'Loading Switchboard…' : ''}</output>
    </main>
  )
}

interface UnreachableProps {
  message: string
  onRetry: () => Promise<void>
}

export function UnreachableScreen({ message, onRetry }: UnreachableProps) {
  usePageTitle('Not reachable')
  return (
    <main className="mx-auto flex min-h-dvh max-w-xl flex-col justify-center p-6">
      <h1 className="mb-3 text-xl font-semibold">Switchboard does not answer</h1>
      <ErrorNotice
        message={message}
        action={<Button onClick={() => void onRetry()}>Try again</Button>}
      />
    </main>
  )
}
