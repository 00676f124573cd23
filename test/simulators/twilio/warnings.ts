/**
 * What Twilio would write into the account's debugger, under Twilio's own numbers.
 * https://www.twilio.com/docs/api/errors
 */
export interface TwilioWarning {
  code: number
  message: string
  /** Milliseconds of `performance.now()`. */
  at: number
}

export const WARNING_CODES = {
  httpRetrieval: 11_200,
  documentParse: 12_100,
  twimlSchema: 12_200,
  contentType: 12_300,
  sipInvite: 13_224,
  conferenceFull: 13_249,
  referUrl: 13_802,
  streamConnectTimeout: 31_901,
  streamRefused: 31_902,
  streamHandshake: 31_920,
  streamClosed: 31_921,
  streamScheme: 31_922,
  streamUrl: 31_923,
  streamProtocol: 31_924,
  streamTrack: 31_941,
  streamBinary: 31_950,
  streamMessage: 31_951,
} as const

/** Something that keeps the simulator from going on with a verb or a document. */
export class TwilioError extends Error {
  override name = 'TwilioError'
  readonly code: number

  constructor(code: number, message: string) {
    super(message)
    this.code = code
  }
}
