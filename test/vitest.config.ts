import { defineConfig } from 'vitest/config'
import { binaryModules } from './binaryModules.ts'

/** One project for each kind of test: `npm test -- --project unit`. */
const project = (
  name: string,
  {
    folders = [name],
    besides = [] as string[],
    group = 0,
    maxWorkers = 3,
    needsWorkers = false,
  } = {},
) => ({
  extends: true as const,
  test: {
    name,
    include: folders.map((folder) => `test/${folder}/**/*.test.ts`),
    exclude: besides.map((folder) => `test/${folder}/**`),
    maxWorkers,
    globalSetup: needsWorkers ? ['test/worker/buildWorkers.ts'] : [],
    sequence: { groupOrder: group },
  },
})

export default defineConfig({
  plugins: [binaryModules()],
  // See test/local/run.ts.
  resolve: {
    preserveSymlinks: process.env['NODE_OPTIONS']?.includes('--preserve-symlinks') ?? false,
  },
  test: {
    hookTimeout: 60_000,
    // How long a test takes is no part of it; a slow machine is given its time.
    testTimeout: 60_000,
    setupFiles: ['test/anyInput.ts'],
    // Every file cleans up behind itself, and loading the tools anew for each takes a third of the time.
    isolate: false,
    projects: [
      // Plain functions: seconds for all of them, and no process is started.
      project('unit', { besides: ['unit/simulators'] }),
      project('simulators', { folders: ['unit/simulators'] }),
      // What every engine, carrier and tool does, whoever made it.
      project('contract', { group: 1, maxWorkers: 4, needsWorkers: true }),
      // Whole calls in real time, so files mostly wait; with five at once a slow machine made the phone stutter.
      project('worker', { group: 1, maxWorkers: 4, needsWorkers: true }),
      project('convex', { group: 1, maxWorkers: 4, needsWorkers: true }),
      project('commands', { group: 1, maxWorkers: 4 }),
    ],
  },
})
