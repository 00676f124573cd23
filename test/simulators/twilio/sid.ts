import { randomBytes } from 'node:crypto'

/** Account, message, call, stream, phone number and conference: what the simulator gives ids to. */
export type SidPrefix = 'AC' | 'SM' | 'CA' | 'MZ' | 'PN' | 'CF'

/** A Twilio SID: two letters that name the kind, and 32 hexadecimal digits. */
export function newSid(prefix: SidPrefix): string {
  return prefix + randomBytes(16).toString('hex')
}
