import {
  type Analysed,
  type Analysis,
  type CallOutcome,
  OUTCOME_MEANINGS,
} from '../../../../convex/model/outcome.ts'
import { Badge, type Tone } from '../../../components/Badge.tsx'
import { Card } from '../../../components/Card.tsx'
import { ErrorNotice } from '../../../components/ErrorNotice.tsx'
import { AskAgain } from './AskAgain.tsx'
import { OUTCOME_LABELS, valueText } from './outcomeWords.ts'

interface OutcomeCardProps {
  callSid: string
  analysis: Analysis
}

/** What the chat model made of the call. */
export function OutcomeCard({ callSid, analysis }: OutcomeCardProps) {
  return (
    <Card title="Outcome">
      <Content callSid={callSid} analysis={analysis} />
    </Card>
  )
}

function Content({ callSid, analysis }: OutcomeCardProps) {
  switch (analysis.state) {
    case 'done':
      return <Found analysis={analysis} />
    case 'waiting':
      return (
        <p className="text-ink-2">
          {analysis.problem ? `${analysis.problem} It is tried again.` : 'It is being found out.'}
        </p>
      )
    case 'failed':
      return (
        <ErrorNotice
          message={analysis.problem}
          action={<AskAgain path={`/api/calls/${callSid}/outcome`} done="It is being found out." />}
        />
      )
  }
}

const TONES: Readonly<Record<CallOutcome, Tone>> = {
  resolved: 'good',
  follow_up: 'warn',
  unresolved: 'bad',
  not_for_us: 'neutral',
  nothing_said: 'neutral',
}

function Found({ analysis }: { analysis: Analysed }) {
  const { outcome, summary, fields } = analysis
  return (
    <div className="grid gap-3">
      <div>
        <Badge tone={TONES[outcome]}>{OUTCOME_LABELS[outcome]}</Badge>
      </div>
      <p dir="auto">{summary === '' ? OUTCOME_MEANINGS[outcome] : summary}</p>
      {fields.length > 0 && (
        <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1.5">
          {fields.map((field) => (
            <div key={field.name} className="contents">
              <dt className="text-ink-2">{field.name}</dt>
              <dd dir="auto" className="min-w-0 break-words">
                {valueText(field)}
              </dd>
            </div>
          ))}
        </dl>
      )}
    </div>
  )
}
