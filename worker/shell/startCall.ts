import { type CallRules, initialState } from '../call/state.ts'
import { longestHold } from '../call/overlap.ts'
import { rebuild } from '../call/rebuild.ts'
import type { EngineTraits } from '../call/traits.ts'
import type { Accounts, Outside } from '../accounts.ts'
import { engineKit, type SharedBrief } from '../engines/index.ts'
import { WITHHELD } from '../../convex/model/withheld.ts'
import { ownTools, TOOLS } from '../tools/index.ts'
import { toolboxOf } from '../tools/toolbox.ts'
import { logFailure } from '../lib/log.ts'
import type { TakeUp } from './droppedLine.ts'
import type { AnsweredOpening } from './Journal.ts'
import { EchoGuard } from './echo/EchoGuard.ts'
import { VoiceMeter } from './echo/VoiceMeter.ts'
import type { PatchBay } from './PatchBay.ts'
import type { Recorder } from './Recorder.ts'
import { type CallDeps, RunningCall } from './RunningCall.ts'

/** What calls are made with. */
export interface Surroundings {
  accounts: Accounts
  outside: Outside
  recorder: Recorder
  patchBay: PatchBay
  takeUp: TakeUp
  /** A name for a person that tells nobody else who it is. */
  pseudonym(person: string): Promise<string>
  /** Epoch ms. */
  now(): number
  /** The call has ended, and its journal says so. */
  over(): void
}

/** A call that begins: its engine is connected at once, while the carrier sets up the stream. */
export function startCall(opening: AnsweredOpening, surroundings: Surroundings): RunningCall {
  const { rules, traits, deps } = partsOf(opening, surroundings)
  const { startedAt } = opening.call
  const earlier = opening.earlier?.history ?? null
  const running = new RunningCall(initialState(rules, traits, startedAt, earlier), deps)
  // The model is asked first: a write would hold its request back until it is on disk.
  running.begin()
  surroundings.recorder.open(opening)
  return running
}

/**
 * A call of which nothing but its journal is left; the carrier is about to come back, or never does.
 * `null`: there is none that runs. One that cannot be taken up again ends here, or it would run for ever.
 */
export function resumeCall(surroundings: Surroundings): RunningCall | null {
  const { recorder, now, over } = surroundings
  const { opening, record } = recorder.journal
  if (!opening?.agent || record?.call.status !== 'in_progress') return null
  try {
    return resumed({ ...opening, agent: opening.agent }, surroundings)
  } catch (error) {
    const { callSid } = opening.call
    logFailure('A call could not be taken up again.', { callSid }, error)
    const failure = 'The call could not be taken up again after a restart.'
    recorder.write({ kind: 'ended', at: now(), reason: 'interrupted', failure, lineBroke: true })
    over()
    return null
  }
}

function resumed(opening: AnsweredOpening, surroundings: Surroundings): RunningCall {
  const { rules, traits, deps } = partsOf(opening, surroundings)
  const { startedAt } = opening.call
  const earlier = opening.earlier?.history ?? null
  const entries = surroundings.recorder.journal.entries()
  return new RunningCall(rebuild({ rules, traits, startedAt, earlier }, entries, deps.now()), deps)
}

function partsOf(
  { call, agent }: AnsweredOpening,
  { accounts, outside, recorder, patchBay, pseudonym, now, over }: Surroundings,
): { rules: CallRules; traits: EngineTraits; deps: CallDeps } {
  const { locale } = agent.voice
  const own = ownTools(agent.tools, { outside, locale, redeem: (text) => text })
  const toolbox = toolboxOf([...TOOLS, ...own], locale)
  const { descriptions: tools, timeoutsMs } = toolbox
  const { instructions, voice, otherEngine } = agent
  // Callers who withhold their number are nobody in particular.
  const caller = call.from === WITHHELD ? call.callSid : call.from
  const brief: SharedBrief = {
    instructions,
    voice,
    tools,
    call,
    agent,
    outside,
    callerHash: () => pseudonym(caller),
  }
  const holdMs = longestHold(voice.interruptions)
  const ownEngine = engineKit(agent.engine)
  const other = otherEngine && engineKit(otherEngine)
  return {
    rules: {
      ...voice,
      toolTimeoutsMs: timeoutsMs,
      // One that cannot be had either is no way out.
      otherTraits: other?.missing(accounts) === null ? other.traits(brief) : null,
    },
    traits: ownEngine.traits(brief),
    deps: {
      engine(which, listener) {
        const kit = which === 'other' && other ? other : ownEngine
        return kit.missing(accounts) ?? kit.create(brief, accounts, listener)
      },
      toolbox,
      facts: { call, agent },
      patchBay,
      echoGuard: voice.echoGuard ? new EchoGuard() : null,
      voiceMeter: holdMs > 0 ? new VoiceMeter(holdMs) : null,
      record(entry) {
        recorder.write(entry)
        if (entry.kind !== 'ended') return
        patchBay.tell((tap) => tap.over?.())
        over()
      },
      unreadable: (leg, error) => recorder.unreadable(leg, error),
      now,
    },
  }
}
