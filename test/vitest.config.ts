import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    root: new URL('..', import.meta.url).pathname,
    include: ['test/{unit,convex,worker}/**/*.test.ts'],
    hookTimeout: 60_000,
    testTimeout: 30_000,
    // Calls run in real time: more files at once than cores would make the simulated phone stutter.
    maxWorkers: 2,
    // A machine that stalls for half a second cuts a caller's sentence in two; that is no fault of the code.
    retry: process.env['CI'] ? 2 : 0,
  },
})
