/** How the outside world is asked: in Node, where it is easy to look at, and in workerd, where it runs. */
import { afterAll, beforeAll } from 'vitest'
import { unstable_startWorker } from 'wrangler'
import { describeReach } from './outside/describeReach.ts'
import { outcomeSchema, tryReach } from './outside/tryReach.ts'

let worker: Awaited<ReturnType<typeof unstable_startWorker>>
let url: string
beforeAll(async () => {
  worker = await unstable_startWorker({
    config: new URL('outside/wrangler.toml', import.meta.url).pathname,
    envFiles: ['.env.none'],
    dev: {
      server: { hostname: '127.0.0.1', port: 0 },
      inspector: false,
      persist: false,
      watch: false,
      logLevel: 'none',
    },
  })
  await worker.ready
  url = (await worker.url).origin
})
afterAll(() => worker.dispose())

describeReach('Node', () => ({ reach: tryReach }))
describeReach('workerd', () => ({
  async reach(attempt) {
    const response = await fetch(url, { method: 'POST', body: JSON.stringify(attempt) })
    return outcomeSchema.parse(await response.json())
  },
}))
