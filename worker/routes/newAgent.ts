import { Hono } from 'hono'
import type { NewAgent } from '../../convex/model/newAgent.ts'
import { readConfig } from '../config.ts'
import type { App } from '../http/app.ts'
import { operatorOnly } from '../http/operator.ts'

/** What the form of an agent that is not there yet starts with, by the settings of the installation. */
export const newAgent = new Hono<App>()
  .use(operatorOnly)
  .get('/', (c) => c.json(readConfig(c.env).newAgent satisfies NewAgent))
