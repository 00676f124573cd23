/** The longest message, in characters: the same as `LONGEST_MESSAGE` of `convex/model/chat.ts`. */
export const LONGEST = 4000
/** From here on the limit is told. */
export const NEAR = 3500
