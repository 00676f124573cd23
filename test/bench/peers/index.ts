/** The bench's hold on the process with the phones and the model. */
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import * as z from 'zod'
import { type Command, type Reply, replySchemas } from './protocol.ts'

const helloSchema = z.object({ modelPort: z.number() })

export class Peers {
  /** Where the model listens, as `host:port`. */
  readonly modelHost: string
  readonly #child: ChildProcess

  private constructor(child: ChildProcess, modelPort: number) {
    this.#child = child
    this.modelHost = `127.0.0.1:${modelPort}`
  }

  static async start(): Promise<Peers> {
    const child = fork(fileURLToPath(new URL('main.ts', import.meta.url)))
    const [hello] = await once(child, 'message')
    return new Peers(child, helloSchema.parse(hello).modelPort)
  }

  /** Resolves when every call has heard the agent, or has failed. */
  async place(command: Omit<Extract<Command, { do: 'place' }>, 'do'>): Promise<Reply<'place'>> {
    return replySchemas.place.parse(await this.#ask({ do: 'place', ...command }))
  }

  /** Counting begins anew. */
  async reset(): Promise<void> {
    await this.#ask({ do: 'reset' })
  }

  async figures(): Promise<Reply<'figures'>> {
    return replySchemas.figures.parse(await this.#ask({ do: 'figures' }))
  }

  /** Ends all calls, and tells what became of the callers' audio over their whole length. */
  async hangUp(): Promise<Reply<'hang_up'>> {
    return replySchemas.hang_up.parse(await this.#ask({ do: 'hang_up' }))
  }

  stop(): void {
    this.#child.disconnect()
  }

  /** One at a time. */
  async #ask(command: Command): Promise<unknown> {
    this.#child.send(command)
    const [reply] = await once(this.#child, 'message')
    return reply
  }
}
