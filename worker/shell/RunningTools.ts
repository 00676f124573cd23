import { HIDDEN_KEY, type DigitsGiven, type DigitsWanted } from '../call/digits.ts'
import type { EffectOf, ToolEvent } from '../call/events.ts'
import type { ToolContext } from '../call/ports.ts'
import type { Toolbox } from '../tools/toolbox.ts'
import type { HiddenKeys } from './HiddenKeys.ts'

/** What a tool is run with: the tools and the facts of the agent who talks now. */
export interface ToolsOfAgent {
  toolbox: Toolbox
  facts: Pick<ToolContext, 'call' | 'agent'>
}

interface Running {
  stop: AbortController
  /** Takes the keys that it waits for. */
  take: ((given: DigitsGiven) => void) | null
}

/** The tools that run now, each with a way to stop it. */
export class RunningTools {
  readonly #hidden: HiddenKeys
  readonly #happened: (event: ToolEvent) => void
  readonly #running = new Map<string, Running>()

  constructor(hidden: HiddenKeys, happened: (event: ToolEvent) => void) {
    this.#hidden = hidden
    this.#happened = happened
  }

  perform(effect: EffectOf<'tool'>, agent: ToolsOfAgent): void {
    const { toolCallId } = effect
    switch (effect.type) {
      case 'tool.run':
        return void this.#run(effect, agent)
      case 'tool.stop':
        return this.#running.get(toolCallId)?.stop.abort()
      case 'tool.collected':
        return this.#running.get(toolCallId)?.take?.(this.#given(effect))
    }
  }

  async #run(
    { toolCallId, name, args }: Extract<EffectOf<'tool'>, { type: 'tool.run' }>,
    { toolbox, facts }: ToolsOfAgent,
  ): Promise<void> {
    const running: Running = { stop: new AbortController(), take: null }
    this.#running.set(toolCallId, running)
    const { output, directive = null } = await toolbox.run(name, args, {
      ...facts,
      toolCallId,
      signal: running.stop.signal,
      tell: (text) => this.#happened({ type: 'tool.progressed', toolCallId, text }),
      collect: (wanted) => this.#collect(toolCallId, running, wanted),
    })
    this.#running.delete(toolCallId)
    this.#happened({ type: 'tool.settled', toolCallId, output, directive })
  }

  #collect(toolCallId: string, running: Running, wanted: DigitsWanted): Promise<DigitsGiven> {
    const { promise, resolve, reject } = Promise.withResolvers<DigitsGiven>()
    running.stop.signal.addEventListener('abort', () => reject(new Error('Nobody waits for it.')))
    running.take = resolve
    this.#happened({ type: 'tool.collects', toolCallId, wanted })
    return promise
  }

  #given({ digits, ended }: Extract<EffectOf<'tool'>, { type: 'tool.collected' }>): DigitsGiven {
    const isHidden = digits.includes(HIDDEN_KEY)
    return {
      digits: isHidden ? null : digits,
      reference: isHidden ? this.#hidden.keep() : null,
      count: digits.length,
      ended,
    }
  }
}
