import { type CallRules, initialState } from '../call/state.ts'
import { rebuild } from '../call/rebuild.ts'
import type { EngineTraits } from '../call/traits.ts'
import type { EngineAccounts } from '../engines/accounts.ts'
import { engineNamed } from '../engines/index.ts'
import { sha256 } from '../lib/hash.ts'
import { TOOLS } from '../tools/index.ts'
import { toolboxOf } from '../tools/toolbox.ts'
import type { Opening } from './Journal.ts'
import type { PatchBay } from './PatchBay.ts'
import type { Recorder } from './Recorder.ts'
import { type CallDeps, RunningCall } from './RunningCall.ts'

/** What calls are made with. */
export interface Surroundings {
  accounts: EngineAccounts
  recorder: Recorder
  patchBay: PatchBay
  /** Epoch ms. */
  now(): number
  /** The call has ended, and its journal says so. */
  over(): void
}

/** Traits of a call whose engine cannot be had: it will be told so, and end. */
const NO_ENGINE: EngineTraits = {
  audio: 'relayed',
  speechEvents: true,
  answersItself: true,
  stopsItself: true,
  forgets: true,
  says: 'instructed',
  continuous: false,
}

/** A call that begins: its engine is connected at once, while the carrier sets up the stream. */
export function startCall(opening: Opening, surroundings: Surroundings): RunningCall {
  const { rules, traits, deps } = partsOf(opening, surroundings)
  const running = new RunningCall(initialState(rules, traits, opening.call.startedAt), deps)
  // The model is asked first: a write would hold its request back until it is on disk.
  running.begin()
  surroundings.recorder.open(opening)
  return running
}

/** A call of which nothing but its journal is left; the carrier is about to come back, or never does. */
export function resumeCall(opening: Opening, surroundings: Surroundings): RunningCall {
  const { rules, traits, deps } = partsOf(opening, surroundings)
  const { startedAt } = opening.call
  const entries = surroundings.recorder.journal.entries()
  return new RunningCall(rebuild({ rules, traits, startedAt }, entries, deps.now()), deps)
}

function partsOf(
  { call, agent }: Opening,
  { accounts, recorder, patchBay, now, over }: Surroundings,
): { rules: CallRules; traits: EngineTraits; deps: CallDeps } {
  const toolbox = toolboxOf(TOOLS)
  const { descriptions: tools, timeoutsMs } = toolbox
  const { instructions, voice } = agent
  const settings = agent.engine
  const brief = { instructions, voice, settings, tools, callerHash: () => sha256(call.from) }
  const module = engineNamed(call.engine)
  const missing = module ? module.missing(accounts) : `There is no engine called ${call.engine}.`
  return {
    rules: { ...voice, toolTimeoutsMs: timeoutsMs },
    traits: module?.traits(brief) ?? NO_ENGINE,
    deps: {
      engine:
        module && missing === null
          ? (listener) => module.create(brief, accounts, listener)
          : (missing ?? ''),
      toolbox,
      facts: { call, agent },
      patchBay,
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
