import { type Context, Hono } from 'hono'
import type { Refusal, SecretStored, StoredSecrets } from '../../convex/model/api.ts'
import {
  newSecretSchema,
  secretOwnerSchema,
  secretReferenceSchema,
} from '../../convex/model/secret.ts'
import { dataSettings } from '../config.ts'
import { removeSecret, secretsOf, storeSecret } from '../data/secrets.ts'
import type { App } from '../http/app.ts'
import { jsonBody } from '../http/jsonBody.ts'
import { operatorOnly } from '../http/operator.ts'
import { PlainError } from '../lib/PlainError.ts'
import { secretsKey } from '../secrets/key.ts'
import { newReference, seal } from '../secrets/sealing.ts'
import { refusalOf } from './deletion.ts'

/** What operators entrust: written, listed and deleted, and never shown again. */
export const secrets = new Hono<App>()
  .use(operatorOnly)
  .put('/', jsonBody(newSecretSchema), async (c) => {
    const { owner, field, value, replaces } = c.req.valid('json')
    const settings = dataSettings(c.env)
    const place = { reference: newReference(), owner, field }
    return answered(c, async () => {
      const sealed = await seal(await secretsKey(settings), place, value)
      await storeSecret(settings, c.get('operator'), sealed, replaces)
      return c.json({ reference: place.reference } satisfies SecretStored)
    })
  })
  .get('/', async (c) => {
    const owner = secretOwnerSchema.safeParse(c.req.query('owner'))
    if (!owner.success) return wrong(c, owner.error)
    const stored = await secretsOf(dataSettings(c.env), c.get('operator'), owner.data)
    return c.json({ secrets: stored } satisfies StoredSecrets)
  })
  .delete('/:reference', async (c) => {
    const reference = secretReferenceSchema.safeParse(c.req.param('reference'))
    if (!reference.success) return wrong(c, reference.error)
    return answered(c, async () => {
      await removeSecret(dataSettings(c.env), c.get('operator'), reference.data)
      return c.body(null, 204)
    })
  })

async function answered(c: Context<App>, answer: () => Promise<Response>): Promise<Response> {
  try {
    return await answer()
  } catch (error) {
    if (error instanceof PlainError) return c.json({ error: error.message } satisfies Refusal, 409)
    return refusalOf(error, c)
  }
}

const wrong = (c: Context<App>, { issues: [issue] }: { issues: { message: string }[] }) =>
  c.json({ error: issue?.message ?? '' } satisfies Refusal, 400)
