import type { MouthPiece, TimedWord } from '../../../worker/call/ports.ts'
import { durationMs } from '../../../worker/lib/base64Audio.ts'
import { type MouthOrder, type MouthReport, mouthReportSchema } from '../probe/messages.ts'
import { Control, type Probe } from '../probe/startProbe.ts'
import type { MouthRig } from './rig.ts'

type Ended = Extract<MouthReport, { report: 'ended' | 'failed' }>

/** A text that is being said, and everything that came of it. */
export class Saying {
  readonly #control: Control<MouthOrder, MouthReport>
  readonly #utterance: number

  constructor(control: Control<MouthOrder, MouthReport>, utterance: number) {
    this.#control = control
    this.#utterance = utterance
  }

  write(...texts: readonly string[]): void {
    for (const text of texts) this.#order({ do: 'write', text })
  }

  end(): void {
    this.#order({ do: 'end' })
  }

  fail(): void {
    this.#order({ do: 'fail' })
  }

  abort(): void {
    this.#order({ do: 'abort' })
  }

  leave(): void {
    this.#order({ do: 'leave' })
  }

  get pieces(): MouthPiece[] {
    return this.#control.reports.items.flatMap((report) =>
      report.report === 'piece' && report.utterance === this.#utterance ? [report.piece] : [],
    )
  }

  get words(): TimedWord[] {
    return this.pieces.flatMap((piece) => (piece.type === 'words' ? piece.words : []))
  }

  get audio(): string[] {
    return this.pieces.flatMap((piece) => (piece.type === 'audio' ? [piece.payload] : []))
  }

  get audioMs(): number {
    return this.audio.reduce((sum, payload) => sum + durationMs(payload), 0)
  }

  /** The first audio of this text. */
  begins(): Promise<unknown> {
    return this.#control.reports.until('audio', (report) =>
      report.report === 'piece' &&
      report.utterance === this.#utterance &&
      report.piece.type === 'audio'
        ? report
        : null,
    )
  }

  /** How it ended. */
  over(): Promise<Ended> {
    return this.#control.reports.until('the end of what was said', (report) =>
      (report.report === 'ended' || report.report === 'failed') &&
      report.utterance === this.#utterance
        ? report
        : null,
    )
  }

  #order(order: { do: 'write'; text: string } | { do: 'end' | 'fail' | 'abort' | 'leave' }): void {
    this.#control.send({ ...order, utterance: this.#utterance })
  }
}

/** A mouth in workerd. */
export class MouthUnderTest {
  readonly control: Control<MouthOrder, MouthReport>
  #said = 0

  constructor(control: Control<MouthOrder, MouthReport>) {
    this.control = control
  }

  created(): Promise<Extract<MouthReport, { report: 'created' }>> {
    return this.control.reports.until('a mouth', (report) =>
      report.report === 'created' ? report : null,
    )
  }

  /** Begins to say what is then written. */
  begin({ aborted = false } = {}): Saying {
    this.#said += 1
    this.control.send({ do: 'say', utterance: this.#said, aborted })
    return new Saying(this.control, this.#said)
  }

  /** Says a text that is already written. */
  say(...texts: readonly string[]): Saying {
    const saying = this.begin()
    saying.write(...texts)
    saying.end()
    return saying
  }
}

let made = 0

/** Makes the mouth of this name in an object of its own. */
export async function makeMouth(
  probe: Probe,
  name: string,
  { settings, accounts }: MouthRig,
): Promise<MouthUnderTest> {
  made += 1
  const socket = await probe.open(`/mouth/${name}-${made}`)
  const mouth = new MouthUnderTest(new Control(socket, mouthReportSchema))
  mouth.control.send({ do: 'create', settings, accounts })
  return mouth
}
