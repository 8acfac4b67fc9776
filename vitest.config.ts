import { configDefaults, defineConfig } from 'vitest/config'

/** Tests of pure modules keep nothing between files, so that they may share what they import. */
const pure = [
  'packages/values/src/**/*.test.ts',
  'packages/policy/src/**/*.test.ts',
  'packages/kernel/src/log/*.test.ts',
  'packages/kernel/src/import/*.test.ts',
]

export default defineConfig({
  test: {
    // Browser journeys and whole-policy runs take seconds, not milliseconds.
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // Left to itself it keeps one core free, which of two is half the machine.
    maxWorkers: '100%',
    projects: [
      { extends: true, test: { name: 'pure', include: pure, isolate: false } },
      {
        extends: true,
        test: {
          name: 'whole',
          include: [
            'packages/*/src/**/*.test.{ts,tsx}',
            'scripts/**/*.test.ts',
            'bench/**/*.test.ts',
            'e2e/**/*.test.ts',
          ],
          exclude: [...configDefaults.exclude, ...pure],
        },
      },
    ],
  },
})
