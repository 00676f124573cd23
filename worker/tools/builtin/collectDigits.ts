import * as z from 'zod'
import type { DigitsGiven } from '../../call/digits.ts'
import { defineTool } from '../defineTool.ts'

const parameters = z
  .object({
    purpose: z.string().max(200).describe('What the digits are, in a few words.'),
    sensitive: z
      .boolean()
      .describe(
        'true for everything that others must not know: numbers of cards and accounts, PINs, codes, dates of birth. You then get a reference in place of the digits.',
      ),
    length: z.int().min(1).max(32).describe('How many digits there are, at most.'),
    at_least: z.int().min(1).max(32).optional().describe('How many there are at least.'),
    terminator: z.enum(['#', '*', 'none']).default('#').describe('The key that ends the entry.'),
    timeout_seconds: z
      .int()
      .min(3)
      .max(30)
      .default(10)
      .describe('How long to wait for the next key.'),
  })
  .refine(({ length, at_least = 1 }) => at_least <= length, 'at_least is more than length.')

/** The longest that a caller may take for an entry, in ms. */
const TIMEOUT_MS = 120_000

export const collectDigits = defineTool({
  name: 'collect_digits',
  description:
    'Waits for the caller to enter digits on the keypad of their phone. First ask for them in one sentence, then call this at once, in the same answer. Never ask a caller to say sensitive numbers aloud.',
  parameters,
  timeoutMs: TIMEOUT_MS,
  filler: null,
  async run({ length, at_least: least = 1, terminator, timeout_seconds, sensitive }, { collect }) {
    const given = await collect({
      most: length,
      least,
      terminator: terminator === 'none' ? null : terminator,
      timeoutMs: timeout_seconds * 1_000,
      sensitive,
    })
    return { output: toldOf(given, least) }
  },
})

function toldOf({ digits, reference, count }: DigitsGiven, least: number): string {
  if (count === 0) return 'The caller entered nothing.'
  if (count < least) {
    return `The caller entered ${count} of at least ${least} digits. They are discarded: ask again.`
  }
  if (digits !== null) return `The caller entered ${digits}.`
  return `The caller entered ${count} digits, which you do not get to know. ${reference} stands for them: give it to one other tool, once, exactly as it is.`
}
