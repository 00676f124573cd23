/** One call over a line with an echo: who interrupts whom. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { SimulatedCall } from '../../simulators/twilio/index.ts'
import { FRAME_MS, prepareAudio } from '../../simulators/twilio/index.ts'
import { callerSays, type Harness } from '../../worker/harness.ts'
import type { VoiceInput } from '../../worker/agents.ts'
import { lineOf, type Mix } from './mixes.ts'

/** Some fourteen seconds, so that the agent speaks for as long as a call is watched. */
export const AGENT_SAYS =
  'Our office is open on weekdays from nine to five and on Saturdays until one. ' +
  'You find us in Harbour Street, right beside the old town hall, and the bus stops in front of the door. ' +
  'A first consultation is free of charge and takes about twenty minutes, and you need no appointment.'
/** A trained ear hears the soft beginning of a word. */
const SOFTEST_SPEECH = 60
const INTERRUPTION = prepareAudio(
  callerSays('Sorry, may I interrupt you for a moment?'),
  SOFTEST_SPEECH,
)

/** A call is watched for so long after the agent's first sound. */
export const WATCHED_MS = 12_000
/** The caller speaks once the agent has been heard for so long. */
const PATIENCE_MS = 4_000
/** An agent that goes on for longer than this has not noticed the caller. */
const NOTICED_WITHIN_MS = 1_500

export interface EchoOutcome {
  mix: Mix
  /** How often the agent stopped while the caller said nothing. */
  falseInterruptions: number
  /** Whether the agent spoke on over the caller; `null` where the caller did not speak over it. */
  missed: boolean | null
  /** From the caller's first sound to the agent's silence. */
  reactionMs: number | null
}

/** `voice`: the agent's settings beside the usual ones. */
export async function watchCall(
  harness: Harness,
  mix: Mix,
  voice: VoiceInput,
): Promise<EchoOutcome> {
  const number = await harness.newNumber({
    greeting: { type: 'fixed', text: AGENT_SAYS },
    ...voice,
  })
  const call = harness.placeCall(number, { line: lineOf(mix) })
  const startedAt = await call.until('agentSpeaking', 20_000)
  try {
    if (mix.bargeIn) return { mix, ...(await interrupt(call, startedAt)) }
    await sleep(startedAt + WATCHED_MS - performance.now())
    return { mix, falseInterruptions: cutsIn(call).length, missed: null, reactionMs: null }
  } finally {
    call.hangUp()
    await call.ended
  }
}

async function interrupt(
  call: SimulatedCall,
  startedAt: number,
): Promise<Omit<EchoOutcome, 'mix'>> {
  await sleep(startedAt + PATIENCE_MS - performance.now())
  if (!call.agentIsSpeaking) await call.until('agentSpeaking')
  const spoken = call.speak(INTERRUPTION)
  const frameAt = await frameTime(call)
  const onsetAt = frameAt + (INTERRUPTION.speech?.first ?? 0) * FRAME_MS
  await spoken
  await sleep(Math.max(0, onsetAt + NOTICED_WITHIN_MS - performance.now()))
  const before = cutsIn(call).filter(({ at }) => at <= onsetAt)
  const spokenOver = call.streams.some((stream) =>
    stream.media.playback
      .playedRanges(performance.now())
      .some(({ startedAt: from, endedAt }) => from < onsetAt && endedAt > onsetAt),
  )
  const cut = cutsIn(call).find(({ at }) => at > onsetAt && at <= onsetAt + NOTICED_WITHIN_MS)
  return {
    falseInterruptions: before.length,
    missed: spokenOver ? cut === undefined : null,
    reactionMs: spokenOver && cut ? cut.at - onsetAt : null,
  }
}

/** When the next frame of the caller's leaves. */
function frameTime(call: SimulatedCall): Promise<number> {
  return new Promise((resolve) => call.once('callerFrame', (_payload, at) => resolve(at)))
}

/** The times that the agent was cut off in what it was saying. */
function cutsIn(call: SimulatedCall) {
  return call.clears.filter(({ droppedBytes }) => droppedBytes > 0)
}
