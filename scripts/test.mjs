// The whole test run, as the README names it: says what it does, step by step, and stops at nothing
// silently. Everything it needs comes from npm packages.
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))

const steps = [
  ['Layers, lengths, banned calls (scripts/tidy.ts)', ['tsx', 'scripts/tidy.ts']],
  [
    'Unit, property, policy and browser tests (vitest)',
    ['vitest', 'run', ...process.argv.slice(2)],
  ],
]

for (const [title, [command, ...args]] of steps) {
  console.log(`\n▶ ${title}`)
  const { status, error } = spawnSync('npx', ['--no-install', command, ...args], {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  })
  if (error) console.error(error.message)
  if (status !== 0) {
    console.error(`\n✗ ${title}: failed`)
    process.exit(status ?? 1)
  }
}
console.log('\n✓ All tests passed')
