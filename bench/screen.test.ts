import { compileCorpus, policyFinder, screen } from '@huoshui/policy'
import { type Day, parseDay } from '@huoshui/values'
import { describe, expect, it } from 'vitest'
import { manyMeasures, policyFiles } from './screen/documents.ts'
import { subjectsOf } from './screen/subjects.ts'

const day = parseDay('2024-10-01') as Day
const corpus = manyMeasures(12)
const real = compileCorpus(policyFiles())

describe('copies of the real documents', () => {
  it('have exactly as many measures as asked for, under names of their own', () => {
    const count = corpus.policies.reduce((sum, policy) => sum + policy.measures.length, 0)
    expect(count).toBe(12)
    const slugs = corpus.policies.map((policy) => policy.meta.slug)
    expect(new Set(slugs).size).toBe(slugs.length)
    for (const policy of real.policies) expect(slugs).toContain(policy.meta.slug)
  })

  it('are whole: no formula was broken by changing its numbers', () => {
    const copies = corpus.policies.filter((policy) => /-\d+$/.test(policy.meta.slug))
    expect(copies.length).toBeGreaterThan(3)
    for (const copy of copies) {
      expect(JSON.stringify(copy.rules)).not.toContain('"kind":"broken"')
      const original = real.policies.find((one) => copy.meta.slug.startsWith(`${one.meta.slug}-`))
      expect(copy.rules.map((rule) => rule.name)).toEqual(original?.rules.map((rule) => rule.name))
      expect(copy.rules).not.toEqual(original?.rules)
    }
  })

  it('are the same for the same seed', () => {
    expect(manyMeasures(12).policies.map((policy) => policy.digest)).toEqual(
      corpus.policies.map((policy) => policy.digest),
    )
  })
})

describe('subjects', () => {
  const options = { policies: corpus.policies, day, policyOf: policyFinder(corpus.policies) }
  const subjects = subjectsOf(real, day, 60)

  it('differ from one another and are the same for the same seed', () => {
    expect(new Set(subjects.map((known) => JSON.stringify([...known]))).size).toBe(60)
    expect(subjectsOf(real, day, 60)).toEqual(subjects)
  })

  it('are decided for every measure with reasons, and meet some, miss some, wait for some', () => {
    const seen = new Set<string>()
    for (const known of subjects) {
      const { results } = screen(known, options)
      expect(results).toHaveLength(12)
      for (const { decision } of results) {
        seen.add(decision.conclusion)
        if (decision.conclusion === 'unmet') expect(decision.reasons.length).toBeGreaterThan(0)
      }
    }
    expect([...seen]).toEqual(expect.arrayContaining(['met', 'unmet', 'unknown']))
  })
})
