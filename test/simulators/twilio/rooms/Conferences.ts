/** The conferences of an account. A name is free again once its conference is over. */
import { Conference } from './Conference.ts'
import type { Teller } from './callbacks.ts'

export class Conferences {
  readonly #teller: Teller
  readonly #all: Conference[] = []

  constructor(teller: Teller) {
    this.#teller = teller
  }

  get all(): readonly Conference[] {
    return this.#all
  }

  /** The one of this name that is not over; a new one where there is none. */
  named(name: string): Conference {
    return this.find(name) ?? this.#open(name)
  }

  /** By its SID, or by the name of one that is not over. */
  find(nameOrSid: string): Conference | undefined {
    return this.#all.find(
      ({ sid, name, status }) =>
        sid === nameOrSid || (name === nameOrSid && status !== 'completed'),
    )
  }

  async flush(): Promise<void> {
    await Promise.all(this.#all.map((conference) => conference.flush()))
  }

  #open(name: string): Conference {
    const conference = new Conference(name, this.#teller)
    this.#all.push(conference)
    return conference
  }
}
