/** Where caller and person meet, and where Twilio tells what becomes of the person. */

/** One attempt to put a caller through. */
export interface Attempt {
  /** The caller's call. */
  callSid: string
  /** From 1. */
  attempt: number
  /** The origin under which Twilio reaches us. */
  publicUrl: string
}

/** A conference's name is one of the whole account. https://www.twilio.com/docs/voice/twiml/conference */
export function roomName({ callSid, attempt }: Pick<Attempt, 'callSid' | 'attempt'>): string {
  return `${callSid}-${attempt}`
}

/** The addresses of one attempt, under `/twilio/person`. */
export function addressesOf({ callSid, attempt, publicUrl }: Attempt) {
  const at = (path: string): string =>
    new URL(`/twilio/person/${callSid}/${attempt}${path}`, publicUrl).href
  return {
    /** The person has picked up: what do they hear? */
    pickedUp: at(''),
    /** They pressed a key, or none. */
    key: at('/key'),
    status: at('/status'),
    /** Whether a human being or a machine has picked up. */
    amd: at('/amd'),
    /** Who comes into the room, and who leaves it. */
    room: at('/room'),
  }
}

/** Where Twilio asks what comes next for a caller; `room`: once they have left that of this attempt. */
export function resumeUrl(publicUrl: string, room: number | null = null): string {
  return new URL(room === null ? '/twilio/resume' : `/twilio/resume?room=${room}`, publicUrl).href
}
