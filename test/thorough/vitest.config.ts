import { defineConfig } from 'vitest/config'
import { binaryModules } from '../binaryModules.ts'

/** Whole calls at every step and with every end: too many for each change, so they are run on their own. */
export default defineConfig({
  plugins: [binaryModules()],
  // See test/local/run.ts.
  resolve: {
    preserveSymlinks: process.env['NODE_OPTIONS']?.includes('--preserve-symlinks') ?? false,
  },
  test: {
    include: ['test/thorough/**/*.test.ts'],
    hookTimeout: 60_000,
    testTimeout: 60_000,
    maxWorkers: 2,
  },
})
