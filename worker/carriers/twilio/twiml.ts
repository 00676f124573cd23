/**
 * The few TwiML documents that calls need. https://www.twilio.com/docs/voice/twiml
 */
const XML_ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
}

function escape(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => XML_ENTITIES[character] ?? character)
}

function response(...verbs: string[]): string {
  return `<?xml version="1.0" encoding="UTF-8"?><Response>${verbs.join('')}</Response>`
}

function sayVerb(sentence: string): string {
  return `<Say>${escape(sentence)}</Say>`
}

/**
 * Connects the caller to the call's object. Twilio drops query strings of Stream URLs, so the id is
 * in the path and the token in a parameter. When our side closes the stream, Twilio asks `resumeUrl`
 * what comes next.
 */
export function connectStream(stream: { url: string; token: string; resumeUrl: string }): string {
  const parameter = `<Parameter name="token" value="${escape(stream.token)}"/>`
  return response(
    `<Connect><Stream url="${escape(stream.url)}">${parameter}</Stream></Connect>`,
    `<Redirect method="POST">${escape(stream.resumeUrl)}</Redirect>`,
  )
}

export function sayAndHangUp(sentence: string): string {
  return response(sayVerb(sentence), '<Hangup/>')
}

/** Says a sentence and hands the caller over to a person; E.164. */
export function sayAndDial(sentence: string, phoneNumber: string): string {
  return response(sayVerb(sentence), `<Dial>${escape(phoneNumber)}</Dial>`)
}

export function hangUp(): string {
  return response('<Hangup/>')
}
