/** How long callers wait for what, in ms. */
export const GREETING_MS = 4000
export const ANSWER_MS = 15_000
/** So long after its last sound the agent has finished. */
export const QUIET_MS = 700
/** Before hanging up, an agent that wants to do it itself is given this long. */
export const GOODBYE_MS = 1500
/** So far into the agent's speech an impatient caller begins to talk. */
export const PATIENCE_MS = 1200
