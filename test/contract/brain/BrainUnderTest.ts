import { voiceSettingsSchema } from '../../../convex/model/agent.ts'
import type { BrainPiece, BrainQuestion, PartFailure } from '../../../worker/call/ports.ts'
import { A_CALL, AN_AGENT } from '../../fixtures/callBrief.ts'
import { type BrainOrder, type BrainReport, brainReportSchema } from '../probe/brainMessages.ts'
import { Control, type Probe } from '../probe/startProbe.ts'
import type { BrainRig } from './rig.ts'

export const QUESTION: BrainQuestion = {
  key: 'turn-1',
  attempt: 1,
  supersedes: null,
  instructions: 'Be kind.',
  history: [
    { kind: 'agent', text: 'Hello.' },
    { kind: 'caller', text: 'What is the weather?' },
    { kind: 'tool_called', toolCallId: 'call_1', name: 'weather', args: '{"day":"Monday"}' },
    { kind: 'tool_answered', toolCallId: 'call_1', output: 'sun' },
    { kind: 'told', text: '(The caller pressed 1.)' },
  ],
  tools: [{ name: 'weather', description: 'Tells it.', parameters: { type: 'object' } }],
  toolChoice: 'auto',
}

/** How an answer ended. */
export type End =
  { how: 'whole' } | { how: 'failed'; failure: PartFailure | null; aborted: boolean }

/** One question, and what comes of it. */
export class Asked {
  readonly id: string
  readonly #control: Control<BrainOrder, BrainReport>

  constructor(id: string, control: Control<BrainOrder, BrainReport>) {
    this.id = id
    this.#control = control
  }

  get pieces(): BrainPiece[] {
    return this.#control.reports.items.flatMap((report) =>
      report.report === 'piece' && report.ask === this.id ? [report.piece] : [],
    )
  }

  /** All that was said. */
  get text(): string {
    return this.pieces.map((piece) => (piece.type === 'text' ? piece.delta : '')).join('')
  }

  firstPiece(): Promise<BrainPiece> {
    return this.#control.reports.until('a piece', (report) =>
      report.report === 'piece' && report.ask === this.id ? report.piece : null,
    )
  }

  end(): Promise<End> {
    return this.#control.reports.until<End>('an end', (report) => {
      if (report.report === 'ended' && report.ask === this.id) return { how: 'whole' }
      if (report.report !== 'failed' || report.ask !== this.id) return null
      return { how: 'failed', failure: report.failure, aborted: report.aborted }
    })
  }

  abort(): void {
    this.#control.send({ do: 'abort', ask: this.id })
  }
}

/** A brain in workerd. */
export class BrainUnderTest {
  readonly control: Control<BrainOrder, BrainReport>
  #asked = 0

  constructor(control: Control<BrainOrder, BrainReport>) {
    this.control = control
  }

  created(): Promise<Extract<BrainReport, { report: 'created' }>> {
    return this.control.reports.until('a brain', (report) =>
      report.report === 'created' ? report : null,
    )
  }

  ask(question: Partial<BrainQuestion> = {}, leaveAfter: number | null = null): Asked {
    this.#asked += 1
    const ask = `ask-${this.#asked}`
    this.control.send({ do: 'ask', ask, question: { ...QUESTION, ...question }, leaveAfter })
    return new Asked(ask, this.control)
  }
}

let made = 0

/** Makes a brain in an object of its own. */
export async function makeBrain(
  probe: Probe,
  { settings, accounts, secrets, place }: Omit<BrainRig, 'vendor' | 'vendorName' | 'close'>,
): Promise<BrainUnderTest> {
  made += 1
  const socket = await probe.open(`/brain/${settings.kind}-${made}`)
  const brain = new BrainUnderTest(new Control(socket, brainReportSchema))
  const brief = { voice: voiceSettingsSchema.parse({}), call: A_CALL, agent: AN_AGENT }
  brain.control.send({ do: 'create', settings, brief, accounts, secrets, exceptions: [place] })
  await brain.created()
  return brain
}
