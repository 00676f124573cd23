/** `npm run build:worker`: the Worker as wrangler deploys it. */
import { bundleInto, DEPLOYED, MAIN } from './bundledWorker.ts'

await bundleInto(DEPLOYED.folder, MAIN, { minify: true })
