import type { IncomingHttpHeaders } from 'node:http'

/** How a request ended; `client_gone`: nobody wanted the rest, and nothing more is thought or billed. */
export type Ending = 'answered' | 'refused' | 'client_gone' | 'broken'

/** One request for text, for tests to look at. */
export class Exchange {
  readonly path: string
  readonly headers: IncomingHttpHeaders
  /** As it came, parsed. */
  readonly body: unknown
  /** How many deltas have been written: what is billed. */
  deltas = 0
  readonly #ended = Promise.withResolvers<Ending>()

  constructor(path: string, headers: IncomingHttpHeaders, body: unknown) {
    this.path = path
    this.headers = headers
    this.body = body
  }

  get ended(): Promise<Ending> {
    return this.#ended.promise
  }

  /** Only the first ending counts. */
  end(how: Ending): void {
    this.#ended.resolve(how)
  }
}
