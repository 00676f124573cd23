import type { EndReason } from '../../convex/model/call.ts'

/** What an engine is told to say, on top of the agent's own instructions. */
export const GREETING = 'The call has just been answered. Greet the caller in one short sentence.'
export const GO_ON =
  'You were cut off in the middle of what you were saying. Go on from there, without repeating what was heard.'
export const DROPPED =
  'The line dropped for a moment, and what the caller said may have been lost. Say so in one short sentence, and ask them to say it again.'
export const MISSED = '(The line dropped for a moment. Something that the caller said was lost.)'
export const RETURNED =
  'The caller is back from talking to a person. Ask in one short sentence whether there is anything else.'

/** What the model is told when it must say goodbye now, by why the call ends. */
export const GOODBYES: Partial<Record<EndReason, string>> = {
  silence:
    'The caller has been silent for a long time. Say in one short sentence that you will end the call now, and goodbye.',
  max_duration:
    'The call has reached its longest duration. Say in one short sentence that you have to end the call now, and goodbye.',
}
export const PLAIN_GOODBYE = 'The call ends now. Say goodbye to the caller in one short sentence.'
