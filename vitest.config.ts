import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

/**
 * Tests that want a process of their own: a serial port's native code works on the main thread alone, and the
 * simulation's many databases wait for each other inside SQLite when several threads of one process open them.
 */
const ownProcess = 'test/**/*.process.test.ts'

export default defineConfig({
  test: {
    // All cores: the default leaves one idle, and the seeds of the simulation then wait in a row.
    maxWorkers: availableParallelism(),
    testTimeout: 20_000,
    hookTimeout: 60_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          pool: 'threads',
          include: ['test/**/*.test.ts'],
          exclude: ['test/e2e/**', ownProcess],
        },
      },
      { extends: true, test: { name: 'process', pool: 'forks', include: [ownProcess] } },
    ],
  },
})
