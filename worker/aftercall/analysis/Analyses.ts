import type { OutcomeField } from '../../../convex/model/afterCall.ts'
import type { Call } from '../../../convex/model/call.ts'
import { WITHHELD } from '../../../convex/model/withheld.ts'
import type { OpenAiAccount } from '../../accounts.ts'
import type { Chore } from '../../shell/chores/Chores.ts'
import type { AfterCallStore, AnsweredCall } from '../AfterCallStore.ts'
import { ask, type Report } from './ask.ts'
import { analysisAfter, modelFor } from './progress.ts'
import { transcriptOf } from './question.ts'

export interface AnalysisDeps {
  account: OpenAiAccount | null
  /** A name for a person that tells nobody else who it is. */
  pseudonym(person: string): Promise<string>
  /** Epoch ms. */
  now(): number
}

/** Finds out what became of a call, once it is over. */
export class Analyses implements Chore {
  readonly #store: AfterCallStore
  readonly #deps: AnalysisDeps
  #underWay = false

  constructor(store: AfterCallStore, deps: AnalysisDeps) {
    this.#store = store
    this.#deps = deps
  }

  due(now: number): number | null {
    const { call } = this.#store
    if (!call || this.#underWay || !call.agent.afterCall.outcome) return null
    if (call.record.call.endedAt === null) return null
    const { analysis } = this.#store.state
    if (analysis === null) return now
    return analysis.state === 'waiting' ? analysis.nextAt : null
  }

  async run(now: number): Promise<void> {
    const { call, state } = this.#store
    if (!call || this.due(now) === null) return
    const tries = (state.analysis?.state === 'waiting' ? state.analysis.tries : 0) + 1
    this.#underWay = true
    const { report, model } = await this.#report(call)
    this.#underWay = false
    // It may have been deleted meanwhile.
    if (!this.#store.call) return
    if (report.usage.length > 0) {
      this.#store.recorder.write({ kind: 'usage', usage: report.usage })
    }
    const at = { tries, now: this.#deps.now(), chance: Math.random() }
    this.#store.change({ analysis: analysisAfter(report, model, at) })
  }

  /** An operator wants it tried once more; `false`: there is nothing left to be analysed, or it goes on. */
  again(now: number): boolean {
    const { call, state } = this.#store
    if (!call?.agent.afterCall.outcome || state.analysis?.state !== 'failed') return false
    this.#store.change({ analysis: { state: 'waiting', tries: 0, nextAt: now, problem: null } })
    return true
  }

  async #report({ record, agent }: AnsweredCall): Promise<{ report: Report; model: string }> {
    const { fields = [], model = '' } = agent.afterCall.outcome ?? {}
    const hasSpoken = record.turns.some(
      ({ role, heardText }) => role === 'caller' && heardText.trim() !== '',
    )
    if (!hasSpoken) return { report: nothingSaid(fields), model: '' }
    const { account, pseudonym, now } = this.#deps
    if (!account) return { report: WITHOUT_KEY, model: '' }
    const question = {
      model: modelFor(model, now()),
      fields,
      transcript: transcriptOf(record.turns),
      callerHash: await pseudonym(callerOf(record.call)),
    }
    return { report: await ask(question, account, now), model: question.model }
  }
}

/** Callers who withhold their number are nobody in particular. */
const callerOf = ({ from, callSid }: Call): string => (from === WITHHELD ? callSid : from)

const WITHOUT_KEY: Report = {
  is: 'failed',
  usage: [],
  problem: 'OPENAI_API_KEY is not set.',
  final: true,
  retryAfterMs: null,
}

function nothingSaid(fields: readonly OutcomeField[]): Report {
  const found = fields.map(({ name, type }) => ({ name, type, value: null }))
  return {
    is: 'answered',
    usage: [],
    answer: { summary: '', outcome: 'nothing_said', fields: found },
  }
}
