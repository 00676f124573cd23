import type { PartFailure } from './ports.ts'

/** A part of a pipeline has failed; the failure says whether trying again may help. */
export class PartError extends Error {
  readonly failure: PartFailure

  constructor(failure: PartFailure) {
    super(failure.cause)
    this.failure = failure
  }
}
