import { type Phrases, words } from '../kinds.ts'

const I = "(?:i'll|i will|i shall|i'm|i am|i've|i have|i just|let me|we'll|we will|we've|we have)"
/** Up to so many words between who and what. */
const SOON = "(?:[ ,]+[\\p{L}']+){0,4}?[ ,]+"

export const english: Phrases = {
  patterns: {
    transfer: words(
      `${I}${SOON}(?:put(?:ting)?|transfer(?:r?ing|r?ed)?|connect(?:ing|ed)?|pass(?:ing|ed)?|hand(?:ing|ed)?|forward(?:ing|ed)?) (?:you|your call|this call|the call)(?! on hold)|(?:transferring|connecting) you|put(?:ting)? you (?:straight )?through`,
    ),
    send_sms: words(
      `${I}${SOON}text(?:ing|ed)? (?:you|it|that|them|the|this)|${I}${SOON}(?:send(?:ing)?|sent)\\b.*\\b(?:text|texts|sms|text message|to your (?:phone|mobile|cell))`,
    ),
    book: words(
      `${I}${SOON}(?:book(?:ing|ed)?|reserv(?:e|ing|ed)|schedul(?:e|ing|ed)|pencil(?:l?ing|l?ed)?|put(?:ting)? you down|made (?:the|your|that|an) (?:appointment|booking|reservation))|(?:is|are|it's|that's|you're|appointment's)(?: now| all| both)* (?:booked|reserved|scheduled|confirmed)`,
    ),
    end_call: words(
      `${I}${SOON}(?:hang(?:ing)? up|end(?:ing)? (?:the|this|our) call|disconnect(?:ing)?)|(?:good ?bye|bye(?:[- ]bye)?)(?: now| then)?[.! ]*$`,
    ),
  },
  noPromise: words(
    "if|would|could|can|can't|cannot|won't|don't|didn't|isn't|aren't|haven't|not|never|unable|shall i|should|before|as soon as|once|unless|until|when|want me|like me|might|may|maybe|perhaps|in case|nobody|no one",
  ),
}
