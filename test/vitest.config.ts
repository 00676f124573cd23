import { defineConfig } from 'vitest/config'

export default defineConfig({
  // See test/local/run.ts.
  resolve: {
    preserveSymlinks: process.env['NODE_OPTIONS']?.includes('--preserve-symlinks') ?? false,
  },
  test: {
    include: ['test/{unit,convex,worker}/**/*.test.ts'],
    hookTimeout: 60_000,
    testTimeout: 30_000,
    // Calls run in real time, so files mostly wait; many more at once would make the phone stutter.
    maxWorkers: 3,
    // Every file cleans up behind itself, and loading the tools anew for each takes a third of the time.
    isolate: false,
    // A machine that stalls for half a second cuts a caller's sentence in two; that is no fault of the code.
    retry: process.env['CI'] ? 2 : 0,
  },
})
