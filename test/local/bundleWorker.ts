/** `npm run build:worker`: the Worker as wrangler deploys it. */
import { bundleInto, DEPLOYED, MAIN } from './bundledWorker.ts'

await bundleInto(DEPLOYED, MAIN, { minify: true })
