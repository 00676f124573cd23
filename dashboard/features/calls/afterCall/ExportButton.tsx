import { useConvex } from 'convex/react'
import { Download } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../../components/Button.tsx'
import { formatCount, formatNumber } from '../../../lib/format.ts'
import { problemOf } from '../../../lib/problem.ts'
import { showToast } from '../../../lib/toasts.ts'
import type { CallFilters } from '../callFilters.ts'
import { callsCsv } from './csv.ts'
import { exportedCalls, MAX_EXPORTED } from './exportCalls.ts'

/** Saves the calls that are listed, all of them, as a table. */
export function ExportButton({ filters }: { filters: CallFilters }) {
  const client = useConvex()
  const [busy, setBusy] = useState(false)
  const save = async () => {
    setBusy(true)
    try {
      const calls = await exportedCalls(client, filters)
      download(callsCsv(calls), `calls-${new Date().toISOString().slice(0, 10)}.csv`)
      showToast(
        calls.length < MAX_EXPORTED
          ? `${formatCount(calls.length, 'call')} exported.`
          : `The newest ${formatNumber(MAX_EXPORTED)} calls are exported. Narrow the filters for older ones.`,
      )
    } catch (error) {
      showToast(problemOf(error).message, { tone: 'bad' })
    } finally {
      setBusy(false)
    }
  }
  return (
    <Button busy={busy} onClick={() => void save()}>
      <Download aria-hidden />
      {busy ? 'Exporting…' : 'Export CSV'}
    </Button>
  )
}

function download(text: string, name: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/csv;charset=utf-8' }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  URL.revokeObjectURL(url)
}
