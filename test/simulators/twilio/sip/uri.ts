/** A SIP address as TwiML and the API take it: headers stand behind a question mark. */
import type { SipInvite } from '../../lib/sip.ts'

/** Twilio takes so many characters of headers. */
const LONGEST_HEADERS = 1024

type Parsed = Pick<SipInvite, 'uri' | 'headers' | 'mediaSecurity'>

/** `null`: no address, or with too much behind it. */
export function parseSipUri(text: string): Parsed | null {
  const [, address = '', query = ''] = /^(sips?:[^\s?]+@[^\s?]+)(?:\?(\S*))?$/i.exec(text) ?? []
  if (address === '' || query.length > LONGEST_HEADERS) return null
  const [host = '', ...parameters] = address.split(';')
  const secure = parameters.includes('secure=true')
  const headers = query.split('&').flatMap((part) => {
    const [name = '', value = ''] = part.split('=')
    return name === '' ? [] : [{ name, value: decodeURIComponent(value) }]
  })
  // Only the custom ones pass, and the one that has a standard.
  const passing = headers.filter(({ name }) => /^(x-|user-to-user$)/i.test(name))
  // Twilio's own switch goes no further.
  const kept = parameters.filter((parameter) => !parameter.startsWith('secure='))
  return {
    uri: [host, ...kept].join(';'),
    headers: passing,
    mediaSecurity: secure ? 'srtp' : 'rtp',
  }
}
