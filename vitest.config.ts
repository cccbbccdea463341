import { defineConfig } from 'vitest/config'

/** Tests that open a serial port: its native code works on a process's main thread alone. */
const ownProcess = 'test/**/*.process.test.ts'

export default defineConfig({
  test: {
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
