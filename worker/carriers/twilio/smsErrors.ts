/** Why a text message did not arrive, for operators. https://www.twilio.com/docs/api/errors */
const TROUBLES: ReadonlyMap<number, string> = new Map([
  [21408, 'messages to this country are not switched on in the account.'],
  [21606, 'the number of this agent cannot send text messages.'],
  [21610, 'the caller has refused messages of this number (they once answered STOP).'],
  [21612, 'there is no way from this number to that one.'],
  [21614, 'that is no mobile number.'],
  [30003, 'the phone could not be reached.'],
  [30004, 'the phone or its network blocks such messages.'],
  [30005, 'the number is not known.'],
  [30006, 'that is a landline, or a network that cannot be reached.'],
  [30007, 'the network took it for spam.'],
  [30008, 'the network did not say why.'],
  [30032, 'the toll-free number has to be verified at Twilio first.'],
  [
    30034,
    'the number is not registered for A2P 10DLC, without which networks in the USA take no messages from applications. Register a brand and a campaign at Twilio, and put the number into it.',
  ],
  [30035, 'the number is still being registered for A2P 10DLC.'],
  [63038, 'the account has sent as many messages today as it may.'],
])

/** A clause that ends a sentence. */
export function messageTrouble(code: number | null): string {
  if (code === null) return 'Twilio gave no reason.'
  const known = TROUBLES.get(code)
  return `${known ?? 'Twilio gave a reason that is not known here.'} (Error ${code})`
}
