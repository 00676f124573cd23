/**
 * Echo: how often an agent takes its own voice for the caller's, and how often it does not notice the
 * caller behind it. The whole product runs between a phone whose line returns the agent's voice and a
 * model whose ear is Silero.
 */
import { type Harness, startHarness } from '../../worker/harness.ts'
import type { VoiceInput } from '../../worker/agents.ts'
import { AGENT_SAYS, type EchoOutcome, watchCall } from './echoCall.ts'
import { type EchoPlan, mixesOf } from './mixes.ts'

/** The settings of an agent that are compared. */
const SUBJECTS: readonly { guard: 'off' | 'on'; voice: VoiceInput }[] = [
  { guard: 'off', voice: {} },
  { guard: 'on', voice: { echoGuard: true } },
]

export interface EchoResult {
  guard: 'off' | 'on'
  outcomes: EchoOutcome[]
}

export async function measureEcho(
  plan: EchoPlan,
  tell: (line: string) => void,
): Promise<EchoResult[]> {
  const harness = await startHarness({
    model: {
      ear: 'silero',
      brain: () => ({ say: AGENT_SAYS }),
      pace: { firstAudioDelayMs: 250 },
    },
  })
  try {
    const results: EchoResult[] = []
    for (const { guard, voice } of SUBJECTS) {
      tell(`Echo: ${mixesOf(plan).length} calls, guard ${guard}.`)
      results.push({ guard, outcomes: await watchAll(harness, plan, voice) })
    }
    return results
  } finally {
    await harness.close()
  }
}

async function watchAll(
  harness: Harness,
  plan: EchoPlan,
  voice: VoiceInput,
): Promise<EchoOutcome[]> {
  const waiting = mixesOf(plan)
  const outcomes: EchoOutcome[] = []
  const work = async () => {
    for (let mix = waiting.shift(); mix; mix = waiting.shift()) {
      outcomes.push(await watchCall(harness, mix, voice))
    }
  }
  await Promise.all(Array.from({ length: plan.atOnce }, work))
  return outcomes
}
