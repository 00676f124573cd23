import * as z from 'zod'

/** An address that an operator writes. Whether it may be asked is decided when it is: see `guardedFetch.ts`. */
export const webAddressSchema = z
  .string()
  .trim()
  .max(2000, 'At most 2,000 characters.')
  .refine(isWebAddress, { error: 'Write a whole address, like https://example.com/agent.' })

function isWebAddress(text: string): boolean {
  const url = URL.parse(text)
  return url !== null && /^https?:$/.test(url.protocol) && url.username + url.password === ''
}
