/** How often the agent asked whether the caller is still there, since their last sign of life. */
export interface Reprompts {
  count: number
  /** Since when nobody has said anything else, epoch ms; `null`: since the last voice. */
  quietSince: number | null
  /** When it last asked, epoch ms. */
  lastAt: number
  /** The same before the caller's last sound, which may have been none. */
  before: { count: number; quietSince: number | null }
}
export const NEVER_PROMPTED: Reprompts = {
  count: 0,
  quietSince: null,
  lastAt: 0,
  before: { count: 0, quietSince: null },
}

/** The caller made a sound, which is a sign of life unless it turns out to hold no words. */
export function answeredBySound(reprompts: Reprompts): Reprompts {
  const { count, quietSince } = reprompts
  if (count === 0 && quietSince === null) return reprompts
  return { ...reprompts, count: 0, quietSince: null, before: { count, quietSince } }
}

/** The caller's last sound held no words: they have not answered. */
export function answeredByNobody(reprompts: Reprompts): Reprompts {
  const { count, before } = reprompts
  return count > 0 || before.count === 0 ? reprompts : { ...reprompts, ...before }
}

/** The caller said something, or pressed a key. */
export function answeredByWords(reprompts: Reprompts): Reprompts {
  return reprompts.count === 0 && reprompts.before.count === 0 ? reprompts : NEVER_PROMPTED
}

/** The agent says something else: nobody is quiet. */
export function saysSomethingElse(reprompts: Reprompts): Reprompts {
  const { quietSince, before } = reprompts
  if (quietSince === null && before.quietSince === null) return reprompts
  return { ...reprompts, quietSince: null, before: { ...before, quietSince: null } }
}
