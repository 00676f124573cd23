import { buildLazyModules } from './lazyModules.ts'

await buildLazyModules()
