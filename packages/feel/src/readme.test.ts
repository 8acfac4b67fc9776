import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import * as feel from './index.ts'

/** What the README shows is run, and says what the README says it says. */

const here = fileURLToPath(new URL('..', import.meta.url))
const readme = readFileSync(`${here}README.md`, 'utf8')
const examples = [...readme.matchAll(/```js\n([\s\S]*?)```/g)].map((match) => match[1] ?? '')

test.each(examples.map((code, i) => [i + 1, code] as const))('example %i', (_, code) => {
  const expected = [...code.matchAll(/console\.log\(.*\/\/ (.*)/g)].map((match) => match[1])
  const run = spawnSync('node', ['--import', 'tsx', '--input-type=module', '-e', code], {
    cwd: here,
    encoding: 'utf8',
  })
  expect(run.stderr).toBe('')
  expect(run.stdout.trimEnd().split('\n')).toEqual(expected)
})

test('there are examples, and every name of the table of the interface is exported', () => {
  expect(examples.length).toBeGreaterThan(4)
  const table = readme.slice(readme.indexOf('## API'))
  const first = [...table.matchAll(/^\| (`.*?) \|/gm)].map((match) => match[1] ?? '')
  const names = first.flatMap((cell) => [...cell.matchAll(/`(\w+)/g)].map((match) => match[1]))
  expect(names.length).toBeGreaterThan(20)
  expect(names.filter((name) => !(name && name in feel))).toEqual([])
})
