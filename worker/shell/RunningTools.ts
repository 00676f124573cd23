import type { EffectOf, ToolEvent } from '../call/events.ts'
import type { ToolContext } from '../call/ports.ts'
import type { Toolbox } from '../tools/toolbox.ts'

/** The tools that run now, each with a way to stop it. */
export class RunningTools {
  readonly #toolbox: Toolbox
  readonly #facts: Pick<ToolContext, 'call' | 'agent'>
  readonly #happened: (event: ToolEvent) => void
  readonly #running = new Map<string, AbortController>()

  constructor(
    toolbox: Toolbox,
    facts: Pick<ToolContext, 'call' | 'agent'>,
    happened: (event: ToolEvent) => void,
  ) {
    this.#toolbox = toolbox
    this.#facts = facts
    this.#happened = happened
  }

  perform(effect: EffectOf<'tool'>): void {
    const { toolCallId } = effect
    if (effect.type === 'tool.run') void this.#run(toolCallId, effect.name, effect.args)
    else this.#running.get(toolCallId)?.abort()
  }

  async #run(toolCallId: string, name: string, args: string): Promise<void> {
    const stop = new AbortController()
    this.#running.set(toolCallId, stop)
    const { output, directive = null } = await this.#toolbox.run(name, args, {
      ...this.#facts,
      toolCallId,
      signal: stop.signal,
      tell: (text) => this.#happened({ type: 'tool.progressed', toolCallId, text }),
    })
    this.#running.delete(toolCallId)
    this.#happened({ type: 'tool.settled', toolCallId, output, directive })
  }
}
