/** Silero's weights, see `packWeights.mjs`; wrangler gives the bytes of a `.bin` file. */
declare const weights: ArrayBuffer
export default weights
