/** The persons that can be called, by number or address. */
import { Person } from './Person.ts'
import type { PersonDeed, PersonScript } from './script.ts'

export class Persons {
  /** Who answers calls of the API to numbers that nobody was given. */
  byDefault: PersonScript
  readonly #scripts = new Map<string, PersonScript>()

  constructor(
    scripts: Readonly<Record<string, PersonScript | PersonDeed>> = {},
    byDefault: PersonScript = { does: 'accept' },
  ) {
    this.byDefault = byDefault
    for (const [address, script] of Object.entries(scripts)) this.set(address, script)
  }

  /** Gives a number, `sip:…` or `client:…` to somebody, from its next call on. */
  set(address: string, script: PersonScript | PersonDeed): void {
    this.#scripts.set(address, typeof script === 'string' ? { does: script } : script)
  }

  has(address: string): boolean {
    return this.#scripts.has(address)
  }

  at(address: string): Person {
    return new Person(this.#scripts.get(address) ?? this.byDefault)
  }
}
