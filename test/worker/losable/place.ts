import { fileURLToPath } from 'node:url'

/** The first file of a Worker whose objects can be lost. */
export const LOSABLE = fileURLToPath(new URL('entry.ts', import.meta.url))
