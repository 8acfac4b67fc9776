/** A policy, its export in another engine, and the draft that the export is read back as, agree. */
import { readdirSync, readFileSync } from 'node:fs'
import { isUnknown, type Value } from '@huoshui/feel'
import { Decimal } from '@huoshui/values'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Case, cases, rootOf, runDmn, sameAs, toFeelin } from '../../test/dmn.ts'
import { compileMini, mini } from '../../test/mini.ts'
import { compileCorpus } from '../corpus.ts'
import { evaluation } from '../evaluation.ts'
import type { Policy } from '../policy.ts'
import type { SourceFile } from '../read.ts'
import { exportDmn } from './export.ts'
import { importDmn } from './import.ts'

const root = new URL('../../../../policies/', import.meta.url)
const files: readonly SourceFile[] = (readdirSync(root, { recursive: true }) as string[])
  .filter((path) => path.endsWith('.md'))
  .map((path) => ({ path, text: readFileSync(new URL(path, root), 'utf8') }))
const policies = [...compileCorpus(files).policies, mini.policy].filter(
  (policy) => policy.rules.length > 0,
)

const same = (a: Value, b: Value): boolean =>
  a instanceof Decimal && b instanceof Decimal
    ? a.equals(b)
    : Array.isArray(a) && Array.isArray(b)
      ? a.length === b.length && a.every((one, i) => same(one, b[i]))
      : a === b

/** What each rule comes to here. */
function ours(policy: Policy, { day, facts }: Case): (name: string) => Value {
  const run = evaluation({ policy, day, facts, traced: false })
  return (name) => run.valueOf(name)
}

/** Rules that DMN can't say are inputs of the model: they are given what they come to here. */
const unsaid = (policy: Policy): string[] =>
  exportDmn(policy)
    .diagnostics.filter((one) => one.code === 'D002')
    .map(
      (one) => policy.rules.find((rule) => one.message.zh.includes(`“${rule.name}”`))?.name ?? '',
    )

describe.each(policies.map((policy) => [policy.meta.slug, policy] as const))('%s', (_, policy) => {
  const { xml } = exportDmn(policy)
  const model = rootOf(xml)
  const lost = unsaid(policy)

  it('decides the same in another engine', () => {
    fc.assert(
      fc.property(cases(policy), (one) => {
        const first = ours(policy, one)
        const given = new Map([...one.inputs, ...lost.map((name) => [name, first(name)] as const)])
        const inputs = Object.fromEntries([...given].map(([name, v]) => [name, toFeelin(v)]))
        const run = runDmn(model, inputs)
        for (const rule of policy.rules) {
          const value = first(rule.name)
          expect(isUnknown(value), rule.name).toBe(false)
          const theirs = run(rule.name)
          if (!sameAs(value, theirs)) expect([rule.name, theirs]).toEqual([rule.name, value])
        }
      }),
      { numRuns: 40 },
    )
  })

  it('decides the same as a draft that was read back', () => {
    const again = importDmn(xml, { file: 'model.dmn', slug: 'again/model' })
    const draft = compileCorpus([{ path: 'again/model.md', text: again.draft ?? '' }])
    const [copy] = draft.policies as [Policy]
    const carried = again.carried.map((one) => one.rule)
    expect(copy.meta.status).toBe('草案')
    fc.assert(
      fc.property(cases(policy), (one) => {
        const first = ours(policy, one)
        const second = ours(copy, { ...one, facts: one.inputs })
        for (const { name } of policy.rules) {
          if (carried.includes(name)) expect(same(second(name), first(name)), name).toBe(true)
        }
      }),
      { numRuns: 60 },
    )
  })

  it('loses no rule on the way back without saying so', () => {
    const again = importDmn(xml, { file: 'model.dmn', slug: 'again/model' })
    const rules = new Set(again.carried.map((one) => one.rule))
    for (const { name } of policy.rules) {
      const said = again.diagnostics.some((one) => one.message.zh.includes(`“${name}”没有带来`))
      expect(rules.has(name) || said, name).toBe(true)
    }
  })
})

it('rounds an amount where the policy does, and keeps the fen', () => {
  const { policy } = compileMini()
  const { xml } = exportDmn(policy)
  const run = runDmn(rootOf(xml), { 设备原值: 100 })
  expect(run('三分之一')).toBe(33.33)
})
