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
  },
})
