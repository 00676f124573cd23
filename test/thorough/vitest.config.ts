import { defineConfig } from 'vitest/config'
import { binaryModules } from '../binaryModules.ts'

/**
 * Whole calls at every step and with every end, the machine's laws with twenty times as many scripts,
 * and strangers' odd inputs, others each time: too many for each change, so they are run on their own.
 */
export default defineConfig({
  plugins: [binaryModules()],
  // See test/local/run.ts.
  resolve: {
    preserveSymlinks: process.env['NODE_OPTIONS']?.includes('--preserve-symlinks') ?? false,
  },
  test: {
    include: [
      'test/thorough/**/*.test.ts',
      'test/unit/**/laws*.test.ts',
      'test/worker/fuzz/**/*.test.ts',
    ],
    env: { PROPERTY_SEED: 'random', LAW_RUNS: '8000' },
    globalSetup: ['test/worker/buildWorkers.ts'],
    setupFiles: ['test/anyInput.ts'],
    hookTimeout: 60_000,
    testTimeout: 120_000,
    maxWorkers: 2,
  },
})
