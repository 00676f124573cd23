import { defineConfig } from 'vitest/config'

export default defineConfig({
  // See test/local/run.ts.
  resolve: {
    preserveSymlinks: process.env['NODE_OPTIONS']?.includes('--preserve-symlinks') ?? false,
  },
  test: {
    include: ['test/browser/**/*.test.ts'],
    globalSetup: ['test/browser/buildDashboard.ts', 'test/worker/buildWorkers.ts'],
    hookTimeout: 60_000,
    testTimeout: 60_000,
    // Each file has a browser and a Worker of its own, and calls run in real time.
    maxWorkers: 2,
  },
})
