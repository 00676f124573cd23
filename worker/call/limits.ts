/** How long the call waits for each thing, in ms. One place, so that they can be compared. */
export const LIMITS = {
  /** From the webhook to the media stream. Twilio gives up long before. */
  carrierOpen: 45_000,
  /** From a broken stream to the new one that `/twilio/resume` opens. */
  carrierReturn: 20_000,
  /** From the webhook to a configured session of the model. */
  engineOpen: 10_000,
  /** From asking for a response to its beginning. */
  responseStart: 10_000,
  /** Within a response, without any sign of life. */
  responseProgress: 20_000,
  /** From a committed turn to the response that the engine begins by itself. */
  ownResponse: 4_000,
  /** After the last key before a group of DTMF digits is passed on. */
  dtmfPause: 1_200,
  /** For a tool to give its result. */
  tool: 15_000,
  /** For the transcript of what the caller said last, after they hung up. */
  lastWords: 3_000,
  /** For the goodbye to be generated; hearing it may take as long as it is, and this again. */
  goodbye: 10_000,
} as const
