/** Shows a call in the terminal while it happens: one line for each thing, the running words below. */
import { styleText } from 'node:util'
import type { Turn } from '../../convex/model/call.ts'
import type { LiveMessage } from '../../convex/model/live.ts'
import { amountOf, type Usage } from '../../convex/model/usage.ts'
import type { CallReport } from './callReport.ts'

type Style = Parameters<typeof styleText>[0]

/** The part of a terminal that is written to. */
export interface Screen {
  write(text: string): unknown
  isTTY?: boolean
  columns?: number
}

const CLEAR_LINE = '\r\u001B[2K'
const ROLE_STYLE: Readonly<Record<Turn['role'], Style>> = { caller: 'cyan', agent: 'green' }

export class CallScreen {
  readonly #screen: Screen
  readonly #startedAt = performance.now()
  readonly #turns = new Map<string, Turn>()
  readonly #shown = new Set<string>()
  readonly #events = new Set<number>()
  /** Words of turns that are not finished. */
  readonly #words = new Map<string, string>()

  constructor(screen: Screen) {
    this.#screen = screen
  }

  /** One line about the call itself. */
  note(text: string): void {
    this.#line('', text, 'dim')
  }

  live(message: LiveMessage): void {
    switch (message.type) {
      case 'snapshot':
        for (const turn of message.turns) this.#turn(turn)
        for (const event of message.events) this.#event(event.seq, event.kind, event.summary)
        break
      case 'turn':
        this.#turn(message.turn)
        break
      case 'event':
        this.#event(message.event.seq, message.event.kind, message.event.summary)
        break
      case 'words':
        this.#addWords(message.itemId, message.role, message.delta)
        break
      case 'call':
      case 'speaking':
        break
      default:
        message satisfies never
    }
  }

  /** The turns that nobody finished, and what became of the call. */
  finish(report: CallReport, turns: readonly Turn[]): void {
    for (const turn of [...this.#turns.values(), ...turns]) this.#showTurn(turn)
    this.#screen.write(`${clearing(this.#screen)}\n${summary(report)}`)
  }

  #turn(turn: Turn): void {
    this.#turns.set(turn.itemId, turn)
    if (turn.endedAtMs !== null && turn.text !== '') this.#showTurn(turn)
  }

  #showTurn(turn: Turn): void {
    if (this.#shown.has(turn.itemId) || turn.text === '') return
    this.#shown.add(turn.itemId)
    this.#words.delete(turn.itemId)
    this.#line(turn.role, spokenText(turn), ROLE_STYLE[turn.role])
  }

  #addWords(itemId: string, role: Turn['role'], delta: string): void {
    if (this.#shown.has(itemId)) return
    const words = (this.#words.get(itemId) ?? '') + delta
    this.#words.set(itemId, words)
    if (!this.#screen.isTTY) return
    const width = Math.max(10, (this.#screen.columns || 80) - 18)
    const tail = words.length > width ? `…${words.slice(1 - width)}` : words
    this.#screen.write(`${CLEAR_LINE}        ${role.padEnd(7)} ${styleText('dim', tail)}`)
  }

  #event(seq: number, kind: string, text: string): void {
    if (this.#events.has(seq)) return
    this.#events.add(seq)
    // The phone itself measures interruptions, and tells what it pressed.
    if (kind === 'barge_in' || kind === 'dtmf' || kind === 'status') return
    this.#line('', text, kind.endsWith('error') ? 'yellow' : 'dim')
  }

  #line(who: string, text: string, style: Style): void {
    const seconds = ((performance.now() - this.#startedAt) / 1000).toFixed(1).padStart(5)
    const styled = this.#screen.isTTY ? styleText(style, `${who.padEnd(7)} ${text}`) : null
    this.#screen.write(
      `${clearing(this.#screen)}${seconds}s  ${styled ?? `${who.padEnd(7)} ${text}`}\n`,
    )
  }
}

function clearing(screen: Screen): string {
  return screen.isTTY ? CLEAR_LINE : ''
}

/** What was heard, and where the caller cut the rest off. */
function spokenText({ text, heardText, interrupted }: Turn): string {
  if (!interrupted || heardText === text) return text
  const unheard = text.startsWith(heardText) ? text.slice(heardText.length).trim() : text
  return `${heardText.trim()} ✂ [not heard: ${unheard}]`
}

function summary(report: CallReport): string {
  const { record, firstWordMs, firstWordFromWebhookMs, answerMs, bargeInMs } = report
  const rows: [label: string, value: string][] = [['call', report.callSid]]
  if (record) {
    const by = [record.model, record.voice].filter((name) => name !== '').join(', ')
    rows.push(['agent', by === '' ? record.agentName : `${record.agentName} (${by})`])
    rows.push(['status', `${record.status}, ${record.endReason}, ${record.durationSec ?? 0} s`])
  }
  if (firstWordMs !== null) {
    rows.push(['first word', `${firstWordMs} ms (${firstWordFromWebhookMs} ms after the webhook)`])
  }
  if (answerMs.length > 0) rows.push(['answers', list(answerMs)])
  if (bargeInMs.length > 0) rows.push(['interrupted', list(bargeInMs)])
  if (record) {
    const { usage, cost } = record
    rows.push(...used(usage))
    const usd = Object.values(cost.parts).reduce((sum, part) => sum + part, 0)
    const bill = report.simulatedModel
      ? `nothing, as the model is simulated; a real one would take $${usd.toFixed(4)}`
      : `$${usd.toFixed(4)} without the line`
    rows.push(['cost', bill])
  }
  const facts = rows.map(([label, value]) => `  ${label.padEnd(13)} ${value}\n`).join('')
  return facts + whereToHear(report)
}

/** What was heard, thought and spoken, in what its vendors count. */
function used(usage: Usage): [label: string, value: string][] {
  const heard = amountOf(usage, 'audio_in_tokens') + amountOf(usage, 'audio_in_cached_tokens')
  const spoken = amountOf(usage, 'audio_out_tokens')
  const seconds = amountOf(usage, 'heard_sec')
  const characters = amountOf(usage, 'characters')
  const rows: [label: string, value: string][] = []
  if (heard + spoken > 0) rows.push(['audio tokens', `${heard} in, ${spoken} out`])
  if (seconds > 0) rows.push(['heard', `${Math.round(seconds)} s`])
  if (characters > 0) rows.push(['spoken', `${characters} characters`])
  return rows
}

function whereToHear({ recordingPath, pageUrl }: CallReport): string {
  const hear = recordingPath ? [`Hear it: ${recordingPath} (caller left, agent right).`] : []
  const page = pageUrl ? [`Its page: ${pageUrl}`] : []
  const line = [...hear, ...page].join(' ')
  return line === '' ? '' : `\n${line}\n`
}

function list(times: readonly number[]): string {
  return times.map((ms) => `${ms} ms`).join(', ')
}
