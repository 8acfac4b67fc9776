import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { addDays, compareDays, day } from '@huoshui/values'
import { describe, expect, test } from 'vitest'
import { compileCorpus } from './corpus.ts'
import { runExamples } from './examples.ts'
import { formatPolicy } from './fmt.ts'
import { mutatePolicy } from './mutate.ts'
import { type NewPolicy, newPolicy, templateNames } from './template.ts'

const root = fileURLToPath(new URL('../../../policies', import.meta.url))
const shared = (readdirSync(root, { recursive: true }) as string[])
  .map((path) => path.replaceAll('\\', '/'))
  .filter((path) => /^(?:terms\/facts|calendar\/\d{4})\.md$/.test(path))
  .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }))

function made(more: Partial<NewPolicy> = {}) {
  const given = { title: '示例办法', issuer: '示例部门', day: day('2024-02-01'), ...more }
  const text = newPolicy({ slug: 'place/sample', template: 'grant', ...given })
  const corpus = compileCorpus([...shared, { path: 'place/sample.md', text }])
  const policy = corpus.policies[0]
  if (!policy || !corpus.calendar) throw new Error('nothing was compiled')
  const errors = corpus.diagnostics.filter((one) => one.severity === 'error')
  return { text, policy, calendar: corpus.calendar, errors }
}

describe.each(templateNames)('template %s', (template) => {
  test('passes the checks and its own examples', () => {
    const { policy, calendar, errors } = made({ template })
    expect(errors).toEqual([])
    const run = runExamples(policy, { calendar })
    expect(run.failures).toEqual([])
    expect(run.count).toBeGreaterThan(8)
  })

  test('no change of its constants goes unnoticed', () => {
    const { policy, calendar } = made({ template })
    const run = mutatePolicy(policy, { calendar })
    expect(run.total).toBeGreaterThan(8)
    expect(run.survivors.map((one) => one.id)).toEqual([])
  })

  test('is laid out canonically', () => {
    const { text } = made({ template })
    expect(formatPolicy(text, { facts: compileCorpus(shared).facts })).toBe(text)
  })

  test.each(['2023-01-01', '2024-06-30', '2025-07-01', '2025-11-20'])(
    'holds for a policy in force from %s, with examples after that day',
    (from) => {
      const { policy, calendar, errors } = made({ template, day: day(from) })
      expect(errors).toEqual([])
      expect(runExamples(policy, { calendar }).failures).toEqual([])
      const earliest = policy.lives[0]?.rows[0]?.day ?? addDays(day(from), 1)
      expect(compareDays(day(from), earliest)).toBe(-1)
    },
  )
})

test('titles that YAML would misread are quoted', () => {
  for (const title of ['“甲”: 乙 # 丙', '- 一', '2024', 'true: [', '两\n行']) {
    const { policy, errors } = made({ title })
    expect(errors).toEqual([])
    expect(policy.meta.title).toBe(title.replace(/\n/g, ' '))
  }
})
