import { randomBytes } from 'node:crypto'

/** Account, call, stream and phone number: the kinds of thing that the simulator gives ids to. */
export type SidPrefix = 'AC' | 'SM' | 'CA' | 'MZ' | 'PN'

/** A Twilio SID: two letters that name the kind, and 32 hexadecimal digits. */
export function newSid(prefix: SidPrefix): string {
  return prefix + randomBytes(16).toString('hex')
}
