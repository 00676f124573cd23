import { useState } from 'react'
import { type TriedBrain, triedBrainSchema } from '../../../../convex/model/api.ts'
import { brainSchema } from '../../../../convex/model/engines/pipeline/settings.ts'
import { formatMs } from '../../../lib/format.ts'
import { apiRequest } from '../../../lib/api.ts'
import { problemOf } from '../../../lib/problem.ts'
import type { AboutAgent } from './engineForm.ts'
import type { BrainDraft } from './pipelineOptions.ts'
import { TryLine } from './TryLine.tsx'

interface TryBrainProps {
  brain: BrainDraft
  about: AboutAgent
}

/** One question to the brain as it is set in the form, and how long its answer took. */
export function TryBrain({ brain, about }: TryBrainProps) {
  const [text, setText] = useState('Hello, who is this?')
  const [busy, setBusy] = useState(false)
  const [answer, setAnswer] = useState<TriedBrain | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const ask = async () => {
    setAnswer(null)
    setProblem(null)
    const settings = brainSchema.safeParse(brain)
    if (!settings.success) return setProblem(settings.error.issues[0]?.message ?? null)
    setBusy(true)
    try {
      const { instructions, locale } = about
      const body = { settings: settings.data, instructions, locale, text }
      const told = await apiRequest('/api/agents/try/brain', triedBrainSchema, {
        method: 'POST',
        body,
      })
      setAnswer(told)
      setProblem(told.problem)
    } catch (error) {
      setProblem(problemOf(error).message)
    } finally {
      setBusy(false)
    }
  }
  return (
    <TryLine
      label="Try it"
      help="One question, answered by these settings; nothing is saved."
      action="Ask"
      text={text}
      onText={setText}
      busy={busy}
      onTry={() => void ask()}
      problem={problem}
    >
      {answer && answer.text !== '' && (
        <>
          <p dir="auto" className="whitespace-pre-wrap">
            {answer.text}
          </p>
          <p className="text-sm text-ink-2 tabular-nums">{timesOf(answer)}</p>
        </>
      )}
    </TryLine>
  )
}

const timesOf = ({ firstMs, totalMs }: TriedBrain): string =>
  firstMs === null
    ? `After ${formatMs(totalMs)}.`
    : `First words after ${formatMs(firstMs)}, all after ${formatMs(totalMs)}.`
