import type { PipelineSettings } from '../../../convex/model/engines/pipeline/settings.ts'
import type { EngineEffect, EngineEvent } from '../../call/events.ts'
import type { HistoryItem } from '../../call/history.ts'
import type { Engine, EngineBrief, EngineListener, PartFailure } from '../../call/ports.ts'
import { Answer } from './Answer.ts'
import * as conversation from './conversation.ts'
import { Hearing } from './hearing/Hearing.ts'
import type { PartKit } from './partKit.ts'
import { Speaking } from './speaking/Speaking.ts'
import { type Asked, planOf } from './thinking/plan.ts'
import { questionOf } from './thinking/question.ts'
import { Thinking } from './thinking/Thinking.ts'

export type PipelineBrief = EngineBrief<PipelineSettings>

type Wanted = Exclude<EngineEffect, { type: 'engine.open' | 'engine.close' }>

/** Ears, brain and mouth as one engine. It is asked for each answer, and falls silent when it is told to. */
export class PipelineEngine implements Engine {
  readonly #brief: PipelineBrief
  readonly #listener: EngineListener
  readonly #hearing: Hearing
  readonly #thinking: Thinking
  readonly #speaking: Speaking
  /** Ids are unique within the call, and another pipeline may have talked in it before. */
  readonly #own = crypto.randomUUID().slice(0, 8)
  #stage: 'created' | 'opening' | 'listening' | 'closed' = 'created'
  /** The caller's audio of before it was opened, and what was asked for while it opened. */
  #early: string[] = []
  #waiting: Wanted[] = []
  #said: conversation.Conversation = []
  #answer: Answer | null = null
  #answers = 0

  constructor(brief: PipelineBrief, kit: PartKit, listener: EngineListener) {
    this.#brief = brief
    this.#listener = listener
    this.#thinking = new Thinking(kit.brains)
    this.#speaking = new Speaking(kit.mouths)
    const rules = { ...brief.settings.turnTaking, locale: brief.voice.locale }
    this.#hearing = new Hearing(
      { ears: kit.ears, detector: kit.detector, rules },
      {
        ready: () => this.#listen(),
        began: (turn) => this.#emit({ type: 'engine.speech_started', itemId: this.#turnId(turn) }),
        ended: (turn, agoMs, voiceMs) =>
          this.#emit({
            type: 'engine.speech_stopped',
            itemId: this.#turnId(turn),
            agoMs,
            ...(voiceMs !== null && { voiceMs }),
          }),
        said: (turn, text, usage) => this.#heard(this.#turnId(turn), text, usage),
        troubled: (detail) => this.#emit({ type: 'engine.troubled', detail }),
        failed: (failure) => this.#giveUp(failure),
        unreadable: (error) => listener.unreadable(error),
      },
    )
  }

  hear(payload: string): void {
    if (this.#stage === 'created') this.#early.push(payload)
    else if (this.#stage !== 'closed') this.#hearing.hear(payload)
  }

  perform(effect: EngineEffect): void {
    if (effect.type === 'engine.close') return this.#close()
    if (effect.type === 'engine.open') return this.#open(effect.history)
    if (this.#stage === 'opening') this.#waiting.push(effect)
    else if (this.#stage === 'listening') this.#do(effect)
  }

  #open(history: readonly HistoryItem[]): void {
    if (this.#stage !== 'created') return
    this.#stage = 'opening'
    this.#said = conversation.opened(history)
    this.#hearing.open()
    this.#speaking.open()
    const early = this.#early
    this.#early = []
    for (const payload of early) this.#hearing.hear(payload)
  }

  #listen(): void {
    if (this.#stage !== 'opening') return
    this.#stage = 'listening'
    this.#emit({ type: 'engine.ready' })
    const waiting = this.#waiting
    this.#waiting = []
    for (const effect of waiting) this.#do(effect)
  }

  #do(effect: Wanted): void {
    switch (effect.type) {
      case 'engine.respond':
        // Not before who asks is done with this moment.
        return queueMicrotask(() => this.#respond(effect))
      case 'engine.cancel':
        return this.#cancel(effect.responseId)
      case 'engine.truncate':
        this.#said = conversation.reword(this.#said, effect.itemId, effect.heardText)
        return
      case 'engine.delete':
        this.#said = conversation.remove(this.#said, effect.itemId)
        return
      case 'engine.tell':
        return this.#remember({ kind: 'told', text: effect.text })
      case 'engine.recall':
        return this.#remember(effect.item)
      case 'engine.answer_tool': {
        const { toolCallId, output } = effect
        return this.#remember({ kind: 'tool_answered', toolCallId, output })
      }
    }
  }

  #remember(item: HistoryItem, itemId: string | null = null): void {
    this.#said = conversation.add(this.#said, item, itemId)
  }

  /** A sound without words is no item of the conversation. */
  #heard(
    itemId: string,
    text: string,
    usage: Extract<EngineEvent, { type: 'engine.transcribed' }>['usage'],
  ) {
    if (this.#stage !== 'listening') return
    if (text !== '') {
      this.#remember({ kind: 'caller', text }, itemId)
      this.#emit({ type: 'engine.committed', itemId, text })
    }
    this.#emit({ type: 'engine.transcribed', itemId, text, usage })
  }

  #respond(asked: Asked): void {
    if (this.#stage !== 'listening') return
    if (this.#answer) {
      const detail = 'An answer is being given already.'
      return this.#emit({
        type: 'engine.refused',
        why: 'already_responding',
        detail,
        retryAfterMs: null,
      })
    }
    const afterTool = conversation.endsWithTool(this.#said)
    const { callSid } = this.#brief.call
    const plan = planOf(asked, callSid, () => crypto.randomUUID(), afterTool)
    // What is asked is what was said by now, whatever is said while it is tried again.
    const history = conversation.toldTo(this.#said)
    this.#answers += 1
    const ids = {
      responseId: `response_${this.#own}_${this.#answers}`,
      itemId: `said_${this.#own}_${this.#answers}`,
    }
    this.#remember({ kind: 'agent', text: '' }, ids.itemId)
    const answer: Answer = new Answer(
      ids,
      plan,
      {
        thinking: this.#thinking,
        speaking: this.#speaking,
        question: (ask, attempt, written) =>
          questionOf(ask, attempt, written, history, this.#brief),
      },
      {
        happened: (event) => this.#tellOf(answer, event),
        wrote: (text) => {
          this.#said = conversation.reword(this.#said, ids.itemId, text)
        },
        gaveUp: (failure) => this.#giveUp(failure),
      },
    )
    this.#answer = answer
    void answer.run()
  }

  #tellOf(answer: Answer, event: EngineEvent): void {
    if (event.type === 'engine.tool_call') {
      const { toolCallId, name, args } = event
      this.#remember({ kind: 'tool_called', toolCallId, name, args })
    }
    if (event.type === 'engine.response_done') this.#over(answer)
    this.#emit(event)
  }

  #cancel(responseId: string): void {
    const answer = this.#answer
    if (answer?.responseId !== responseId) return
    const done = answer.cancel()
    this.#over(answer)
    if (done) queueMicrotask(() => this.#emit(done))
  }

  /** What became no sound was not said; how much was heard of the rest, the call tells. */
  #over(answer: Answer): void {
    const { itemId, hasSound, spokenText } = answer
    if (this.#answer === answer) this.#answer = null
    this.#said = hasSound
      ? conversation.reword(this.#said, itemId, spokenText)
      : conversation.remove(this.#said, itemId)
  }

  #giveUp({ cause, again, retryAfterMs }: PartFailure): void {
    if (this.#stage === 'closed') return
    this.#close()
    this.#listener.happened(
      again
        ? { type: 'engine.lost', cause, retryAfterMs }
        : { type: 'engine.failed', reason: 'model_failed', detail: cause },
    )
  }

  #close(): void {
    this.#stage = 'closed'
    this.#answer?.drop()
    this.#answer = null
    this.#early = []
    this.#waiting = []
    this.#hearing.close()
    this.#speaking.close()
  }

  #turnId(turn: number): string {
    return `heard_${this.#own}_${turn}`
  }

  #emit(event: EngineEvent): void {
    if (this.#stage === 'listening') this.#listener.happened(event)
  }
}
