/** What tools of operators' own are made and tried with. */
import { type HttpTool, httpToolSchema } from '../../../convex/model/tools.ts'
import type { Outside } from '../../../worker/accounts.ts'
import { guardedFetch } from '../../../worker/lib/guardedFetch.ts'
import { PlainError } from '../../../worker/lib/PlainError.ts'

export const SIGNING_SECRET = `whsec_${Buffer.from('a secret of thirty-two bytes 123').toString('base64')}`
export const KEY = 'k3y-which-nobody-may-read'

/** By their references. */
export const SECRETS = {
  signing: 'sec_signing000000000000000',
  key: 'sec_key0000000000000000000',
  bearer: 'sec_bearer0000000000000000',
} as const

const VALUES: Record<string, string> = {
  [SECRETS.signing]: SIGNING_SECRET,
  [SECRETS.key]: KEY,
  [SECRETS.bearer]: `Bearer ${KEY}`,
}

/** `places` of this machine may be asked. */
export function outsideWith(...places: string[]): Outside {
  return {
    reach: guardedFetch({ ownUrl: null, exceptions: places }),
    async openSecret(reference) {
      const value = VALUES[reference]
      if (value === undefined) throw new PlainError('There is no such secret.')
      return value
    },
  }
}

export function anHttpTool(changes: Partial<HttpTool> & { url: string }): HttpTool {
  return httpToolSchema.parse({
    name: 'book_table',
    description: 'Books a table for the caller.',
    parameters: JSON.stringify({
      type: 'object',
      properties: { people: { type: 'integer' } },
      required: ['people'],
    }),
    ...changes,
  })
}
