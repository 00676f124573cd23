import type { AgentSnapshot } from '../../convex/model/agent.ts'
import type { Call } from '../../convex/model/call.ts'
import type { Accounts, Outside } from '../accounts.ts'
import type { JournalEntry } from '../call/journal.ts'
import type { Carrier, PersonDesk } from '../call/ports.ts'
import { rebuild } from '../call/rebuild.ts'
import { type CallRules, initialState } from '../call/state.ts'
import type { EngineTraits } from '../call/traits.ts'
import { logFailure } from '../lib/log.ts'
import type { SendMessage } from '../tools/builtin/sendSms.ts'
import { digitVault } from '../tools/vault.ts'
import type { TakeUp } from './droppedLine.ts'
import type { AnsweredOpening, Opening } from './Journal.ts'
import { partsOfAgent } from './partsOfAgent.ts'
import type { PatchBay } from './PatchBay.ts'
import type { Recorder } from './Recorder.ts'
import { type CallDeps, RunningCall } from './RunningCall.ts'
import type { StoredLine } from './StoredLine.ts'
import { asVouched } from './vouched.ts'

/** What calls are made with. */
export interface Surroundings {
  accounts: Accounts
  outside: Outside
  recorder: Recorder
  patchBay: PatchBay
  takeUp: TakeUp
  /** The agent as it is now; `null`: there is none that talks on the phone. */
  agentSnapshot(agentId: string): Promise<AgentSnapshot | null>
  /** Where the caller is when no stream brings them. */
  direct: StoredLine
  /** Their leg there; `null`: they come by a stream. */
  line(call: Call): Carrier | null
  /** Who rings persons for this call; `null`: nobody can. */
  persons(opening: Opening): PersonDesk | null
  /** `null`: nobody can send text messages. */
  sendMessage: SendMessage | null
  /** A name for a person that tells nobody else who it is. */
  pseudonym(person: string): Promise<string>
  /** Epoch ms. */
  now(): number
  /** The call has ended, and its journal says so. */
  over(): void
}

/** A call that begins: its engine is connected at once, while the carrier sets up the stream. */
export function startCall(opening: AnsweredOpening, surroundings: Surroundings): RunningCall {
  const { rules, traits, deps } = partsOf(opening, opening.agent, surroundings)
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
  const entries = surroundings.recorder.journal.entries()
  const agent = lastAgent(entries) ?? opening.agent
  const { rules, traits, deps } = partsOf(opening, agent, surroundings)
  const { startedAt } = opening.call
  const earlier = opening.earlier?.history ?? null
  return new RunningCall(rebuild({ rules, traits, startedAt, earlier }, entries, deps.now()), deps)
}

/** Who took the call over last; `null`: nobody did. */
function lastAgent(entries: readonly JournalEntry[]): AgentSnapshot | null {
  const last = entries.findLast(({ kind }) => kind === 'handed_off')
  return last?.kind === 'handed_off' ? last.agent : null
}

/** `talking`: the agent who talks when the call begins, or goes on. */
function partsOf(
  opening: AnsweredOpening,
  talking: AgentSnapshot,
  surroundings: Surroundings,
): { rules: CallRules; traits: EngineTraits; deps: CallDeps } {
  const { recorder, patchBay, now, over } = surroundings
  const vault = digitVault(() => crypto.randomUUID().slice(0, 8))
  const desk = surroundings.persons(opening)
  const inCall = {
    call: asVouched(opening.call),
    variables: opening.variables ?? {},
    vault,
    putsThrough: desk?.by ?? null,
    surroundings,
  }
  const { rules, traits, parts } = partsOfAgent(talking, inCall)
  return {
    rules,
    traits,
    deps: {
      agent: (handedTo) =>
        handedTo === null || handedTo === talking ? parts : partsOfAgent(handedTo, inCall).parts,
      vault,
      line: surroundings.line(opening.call),
      persons: desk,
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
