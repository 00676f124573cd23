import { defineConfig } from 'vitest/config'

export default defineConfig({
  // See test/local/run.ts.
  resolve: {
    preserveSymlinks: process.env['NODE_OPTIONS']?.includes('--preserve-symlinks') ?? false,
  },
  test: {
    include: ['test/rehearse/**/*.test.ts'],
    globalSetup: ['test/rehearse/prepare.ts'],
    hookTimeout: 60_000,
    testTimeout: 60_000,
    // Calls run in real time and mostly wait; many more at once would make the phone stutter.
    maxWorkers: 2,
    maxConcurrency: 3,
  },
})
