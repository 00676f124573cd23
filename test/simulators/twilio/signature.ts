import { createHmac } from 'node:crypto'

/**
 * The value of `X-Twilio-Signature`: HMAC-SHA1, keyed with the account's auth token, over the URL and
 * the form's fields, each as name and value, in the order of their names.
 * https://www.twilio.com/docs/usage/security#validating-requests
 */
export function twilioSignature(
  authToken: string,
  url: string,
  params: Readonly<Record<string, string>> = {},
): string {
  const fields = Object.keys(params)
    .toSorted()
    .map((name) => name + params[name])
  return createHmac('sha1', authToken)
    .update(url + fields.join(''))
    .digest('base64')
}
