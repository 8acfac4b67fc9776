import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: [
      'packages/*/src/**/*.test.{ts,tsx}',
      'scripts/**/*.test.ts',
      'bench/**/*.test.ts',
      'e2e/**/*.test.ts',
    ],
    // Browser journeys and whole-policy runs take seconds, not milliseconds.
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // Left to itself it keeps one core free, which of two is half the machine.
    maxWorkers: '100%',
  },
})
