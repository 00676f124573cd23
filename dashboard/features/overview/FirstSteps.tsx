import { clsx } from 'clsx'
import { Check } from 'lucide-react'
import { Link } from 'wouter'
import type { Doc } from '../../../convex/_generated/dataModel.js'
import { buttonClass } from '../../components/Button.tsx'
import { Card } from '../../components/Card.tsx'
import { displayPhoneNumber } from '../../lib/phoneNumber.ts'

interface FirstStepsProps {
  agents: readonly Doc<'agents'>[]
  numbers: readonly Doc<'twilioNumbers'>[]
}

interface Step {
  title: string
  text: string
  done: boolean
  /** `null` while an earlier step has to be done first. */
  href: string | null
  action: string
}

/** What to do until the first call. */
export function FirstSteps({ agents, numbers }: FirstStepsProps) {
  const steps = stepsOf(agents, numbers)
  const next = steps.findIndex(({ done }) => !done)
  return (
    <Card
      title="Three steps to your first call"
      description="Figures about your calls appear here once there are some."
    >
      <ol className="divide-y">
        {steps.map((step, index) => (
          <StepItem key={step.title} step={step} number={index + 1} next={index === next} />
        ))}
      </ol>
    </Card>
  )
}

function stepsOf(agents: FirstStepsProps['agents'], [number]: FirstStepsProps['numbers']): Step[] {
  const agent = agents.find(({ capabilities }) => capabilities.includes('voice'))
  const testedId = number?.agentId ?? agent?._id
  return [
    {
      title: 'Create an agent',
      text: agent
        ? `${agent.name} is ready to answer.`
        : 'It answers with the words and the voice you give it.',
      done: agent !== undefined,
      href: '/agents/new',
      action: 'Create New Agent',
    },
    {
      title: 'Add a phone number',
      text: number
        ? `${displayPhoneNumber(number.phoneNumber)} is answered.`
        : 'A number that you have at Twilio, in international form.',
      done: number !== undefined,
      href: agent ? `/agents/${agent._id}/voice` : null,
      action: 'Add Phone Number',
    },
    {
      title: 'Make a call',
      text: number
        ? `Ring ${displayPhoneNumber(number.phoneNumber)}, or talk to the agent here in the browser.`
        : 'Ring the number, or talk to the agent here in the browser.',
      done: false,
      href: testedId ? `/agents/${testedId}/test` : null,
      action: 'Test in the browser',
    },
  ]
}

function StepItem({ step, number, next }: { step: Step; number: number; next: boolean }) {
  const { title, text, done, href, action } = step
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 py-3.5 first:pt-0 last:pb-0">
      <span
        aria-hidden
        className={clsx(
          'flex size-7 shrink-0 items-center justify-center rounded-full text-sm font-semibold',
          done ? 'bg-good-soft text-good' : 'bg-hover text-ink-2',
        )}
      >
        {done ? <Check className="size-4" /> : number}
      </span>
      <div className="min-w-48 flex-1">
        <h3 className="font-medium">
          {title}
          {done && <span className="sr-only"> (done)</span>}
        </h3>
        <p className="text-ink-2">{text}</p>
      </div>
      {!done && href && (
        <Link href={href} className={buttonClass(next ? { look: 'primary' } : {})}>
          {action}
        </Link>
      )}
    </li>
  )
}
