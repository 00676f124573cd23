import type { PersonEffect, PersonEvent } from '../call/events.ts'
import type { PersonDesk } from '../call/ports.ts'

/** Why nobody can be called, for operators. */
export const NOBODY_CAN_BE_CALLED =
  'Nobody can be called for this call: that takes TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN and PUBLIC_URL, and a call of that account.'

/** Stands in where a call has no desk: it says so at once, and nobody waits for a person in vain. */
export const NO_PERSONS: PersonDesk = {
  by: 'rings',
  perform(effect, _legId, happened) {
    const answer = answerTo(effect)
    // Not before the effects of this moment are done.
    if (answer) queueMicrotask(() => happened(answer))
  },
}

function answerTo({ type, attempt }: PersonEffect): PersonEvent | null {
  switch (type) {
    case 'person.call':
    case 'person.refer':
      return { type: 'person.not_called', attempt, detail: NOBODY_CAN_BE_CALLED }
    case 'person.move_caller':
      return { type: 'person.not_reached', attempt, detail: NOBODY_CAN_BE_CALLED }
    case 'person.let_go':
    case 'person.bring_back':
      return null
  }
}
