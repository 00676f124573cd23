/** Kinds of values. A check that knows why a value does not fit says so, in a few words of ours. */
import * as z from 'zod'
import { isSigningSecret } from '../lib/standardWebhooks.ts'

/** The reason of a check that has none beyond what the setting is expected to be. */
export const UNFIT = 'unfit'

export const text = z.string().trim().min(1)

/** A value of this form. */
export function pattern(form: RegExp) {
  return text.refine((value) => form.test(value), { error: UNFIT })
}

/** What stands in examples where a key belongs. */
const PLACEHOLDER = /^(your\b|your_|<|\.\.\.|…)|(\.\.\.|…|x{4,})$/i

/** A key or a token of a vendor’s: it goes into a header as it is. */
export const credential = text.check((ctx) => {
  const why = obstacle(ctx.value)
  if (why) ctx.issues.push({ code: 'custom', message: why, input: ctx.value, path: [] })
})

function obstacle(value: string): string | null {
  if (PLACEHOLDER.test(value)) return 'it is still the placeholder of an example'
  if (/^(["'“”‘’`]).*["'“”‘’`]$/.test(value))
    return 'quotes stand around it and count as part of it'
  if (/\s/.test(value)) return 'there is white space in it'
  return /^[\x21-\x7e]+$/.test(value) ? null : 'there is a character in it that no key has'
}

/** `name=secret,name=secret`; a secret may hold `=`, but no comma. */
export const namedSecrets = text.transform((list, ctx): Record<string, string> => {
  const pairs = list.split(',').map((pair): [string, string] => {
    const [name = '', ...secret] = pair.split('=')
    return [name.trim(), secret.join('=').trim()]
  })
  if (pairs.some(([name, secret]) => name === '' || secret === '')) {
    ctx.addIssue({ code: 'custom', message: UNFIT })
  }
  return Object.fromEntries(pairs)
})

/** Signing secrets of Standard Webhooks, with commas between them while one takes the place of another. */
export const signingSecrets = text.transform((list, ctx): string[] => {
  const secrets = list.split(',').map((secret) => secret.trim())
  if (!secrets.every(isSigningSecret)) ctx.addIssue({ code: 'custom', message: UNFIT })
  return secrets
})
