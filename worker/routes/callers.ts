import { Hono } from 'hono'
import type { DeletedCaller } from '../../convex/model/api.ts'
import { dataSettings } from '../config.ts'
import { deleteCaller } from '../data/deletion.ts'
import type { App } from '../http/app.ts'
import { operatorOnly } from '../http/operator.ts'
import { forgetIn, refusalOf } from './deletion.ts'

/** People by their numbers. */
export const callers = new Hono<App>().delete('/:number', operatorOnly, async (c) => {
  try {
    const settings = dataSettings(c.env)
    const number = c.req.param('number')
    const calls = await deleteCaller(settings, c.get('operator'), number, forgetIn(c))
    return c.json({ calls } satisfies DeletedCaller)
  } catch (error) {
    return refusalOf(error, c)
  }
})
