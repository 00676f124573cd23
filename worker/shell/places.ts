/** Where calls get their places on the line, of which there are so many. Every method rejects when it cannot be reached. */
export interface Places {
  /** Asks for a place; `false`: all are taken. */
  admit(callSid: string): Promise<boolean>
  renew(callSid: string): Promise<void>
  /** Safe to repeat. */
  release(callSid: string): Promise<void>
}
