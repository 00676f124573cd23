import { test } from 'vitest'
import { startLocalWorker } from '../local/worker.ts'
test('x', async () => {
  const w = await startLocalWorker({ port: 0, stateDir: null, vars: { OPERATOR_PASSWORD: 'right horse' }, logLevel: 'none' })
  for (let i = 0; i < 3; i++)
  for (const p of ['/health', '/api/session', '/x'])
    console.log(p, await fetch(`${w.url}${p}`, { signal: AbortSignal.timeout(2000) }).then((r) => r.status, String))
  console.log('pw', await fetch(`${w.url}/auth/password`, { method: 'POST', headers: { origin: w.url, 'content-type': 'application/json' }, body: '{"password":"x"}', signal: AbortSignal.timeout(4000) }).then((r) => r.status, String))
  await w.stop()
}, 40000)
