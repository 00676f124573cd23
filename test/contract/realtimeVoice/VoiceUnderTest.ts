import {
  earsSchema,
  mouthSchema,
  vadSchema,
} from '../../../convex/model/engines/pipeline/settings.ts'
import type { EarsEvent, MouthPiece } from '../../../worker/call/ports.ts'
import { type OpenAiSimulator } from '../../simulators/openai/index.ts'
import { Control, type Probe } from '../probe/startProbe.ts'
import { type VoiceOrder, type VoiceReport, voiceReportSchema } from '../probe/voiceMessages.ts'

/** Ears and mouth on one session in workerd, and everything that they report. */
export class VoiceUnderTest {
  readonly control: Control<VoiceOrder, VoiceReport>
  #said = 0

  constructor(control: Control<VoiceOrder, VoiceReport>) {
    this.control = control
  }

  get events(): EarsEvent[] {
    return this.control.reports.items.flatMap((report) =>
      report.report === 'event' ? [report.event] : [],
    )
  }

  /** Begins to say a text, and gives its number. */
  say(text: string): number {
    this.#said += 1
    this.control.send({ do: 'say', utterance: this.#said, text })
    return this.#said
  }

  abort(utterance: number): void {
    this.control.send({ do: 'abort', utterance })
  }

  hear(...payloads: readonly string[]): void {
    this.control.send({ do: 'hear', payloads: [...payloads] })
  }

  close(part: 'ears' | 'mouth'): void {
    this.control.send({ do: 'close', part })
  }

  pieces(utterance: number): MouthPiece[] {
    return this.control.reports.items.flatMap((report) =>
      report.report === 'piece' && report.utterance === utterance ? [report.piece] : [],
    )
  }

  /** What was really said, in words. */
  spoken(utterance: number): string {
    return this.pieces(utterance)
      .flatMap((piece) => (piece.type === 'spoken' ? [piece.text] : []))
      .join(' ')
  }

  /** The next piece of this type that comes of a text. */
  piece(utterance: number, type: MouthPiece['type'] = 'audio'): Promise<unknown> {
    return this.control.reports.until(`a piece (${type})`, (report) =>
      report.report === 'piece' && report.utterance === utterance && report.piece.type === type
        ? report
        : null,
    )
  }

  /** Why it ended; `null`: all of it was said, or it was aborted. */
  async over(utterance: number): Promise<string | null> {
    const { cause } = await this.control.reports.until('the end of a text', (report) =>
      report.report === 'ended' && report.utterance === utterance ? report : null,
    )
    return cause
  }

  event<Type extends EarsEvent['type']>(
    type: Type,
    from = 0,
  ): Promise<Extract<EarsEvent, { type: Type }>> {
    let seen = 0
    const isOf = (event: EarsEvent): event is Extract<EarsEvent, { type: Type }> =>
      event.type === type
    return this.control.reports.until(type, (report) => {
      if (report.report !== 'event' || !isOf(report.event)) return null
      const before = this.events.slice(0, this.events.indexOf(report.event))
      seen = before.filter((earlier) => earlier.type === type).length
      return seen >= from ? report.event : null
    })
  }
}

let made = 0

/** `ownVad`: whether our own VAD finds the ends of turns. */
export async function makeVoice(
  probe: Probe,
  simulator: OpenAiSimulator,
  { ownVad = false } = {},
): Promise<VoiceUnderTest> {
  made += 1
  const voice = new VoiceUnderTest(
    new Control(await probe.open(`/voice/${made}`), voiceReportSchema),
  )
  voice.control.send({
    do: 'create',
    ears: ofOpenAi(earsSchema.parse({ vendor: 'openai' })),
    vad: vadSchema.parse({ on: ownVad }),
    mouth: ofOpenAi(mouthSchema.parse({ vendor: 'openai' })),
    accounts: { openai: { apiKey: 'sk-test', baseUrl: simulator.url } },
  })
  return voice
}

function ofOpenAi<Settings extends { vendor: string }>(
  settings: Settings,
): Extract<Settings, { vendor: 'openai' }> {
  if (isOfOpenAi(settings)) return settings
  throw new Error('These are not of OpenAI.')
}

function isOfOpenAi<Settings extends { vendor: string }>(
  settings: Settings,
): settings is Extract<Settings, { vendor: 'openai' }> {
  return settings.vendor === 'openai'
}
