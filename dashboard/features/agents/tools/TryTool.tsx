import { useState } from 'react'
import { type TriedTool, triedToolSchema } from '../../../../convex/model/api.ts'
import { httpToolSchema } from '../../../../convex/model/tools.ts'
import { Button } from '../../../components/Button.tsx'
import { apiRequest } from '../../../lib/api.ts'
import { formatMs } from '../../../lib/format.ts'
import { problemOf } from '../../../lib/problem.ts'
import { sampleOf } from './parameters.ts'
import type { HttpToolDraft, ToolsPartProps } from './part.ts'
import { TextField } from './TextField.tsx'

/** One call of a tool as it is in the form, with arguments of the operator's. */
export function TryTool({
  tool,
  locale,
}: { tool: HttpToolDraft } & Pick<ToolsPartProps, 'locale'>) {
  const [typed, setTyped] = useState<string | null>(null)
  const { tried, problem, busy, ask } = useTrial()
  const text = typed ?? sampleOf(tool.parameters)
  return (
    <div className="grid grid-cols-1 gap-1 border-t pt-3">
      <TextField
        label="Try it with"
        help="The arguments as JSON. The request is really made, of a call that there is not."
        error={problem ?? undefined}
        value={text}
        onValue={setTyped}
        rows={4}
        isCode
      />
      <div>
        <Button busy={busy} onClick={() => void ask({ tool, arguments: text, locale })}>
          Try it
        </Button>
      </div>
      <div aria-live="polite">
        {tried && (
          <>
            <p className="text-sm text-ink-2 tabular-nums">{aboutTrial(tried)}</p>
            <p className="mt-1 text-sm font-medium">What the model is told</p>
            <pre
              // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls
              tabIndex={0}
              className="mt-1 max-h-60 overflow-auto rounded-md border bg-hover p-2 font-mono text-sm whitespace-pre-wrap wrap-anywhere"
            >
              {tried.output}
            </pre>
          </>
        )}
      </div>
    </div>
  )
}

function useTrial() {
  const [busy, setBusy] = useState(false)
  const [tried, setTried] = useState<TriedTool | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const ask = async (trial: { tool: HttpToolDraft; arguments: string; locale: string }) => {
    setTried(null)
    setProblem(null)
    const tool = httpToolSchema.safeParse(trial.tool)
    if (!tool.success) return setProblem(tool.error.issues[0]?.message ?? null)
    setBusy(true)
    try {
      const body = { ...trial, tool: tool.data }
      setTried(await apiRequest('/api/agents/try/tool', triedToolSchema, { method: 'POST', body }))
    } catch (error) {
      setProblem(problemOf(error).message)
    } finally {
      setBusy(false)
    }
  }
  return { tried, problem, busy, ask }
}

function aboutTrial({ status, tries, tookMs, failed }: TriedTool): string {
  const parts = [
    failed ? 'Failed' : 'Answered',
    ...(status === null ? [] : [`status ${status}`]),
    `after ${formatMs(tookMs)}`,
    ...(tries > 1 ? [`asked ${tries} times`] : []),
  ]
  return `${parts.join(', ')}.`
}
