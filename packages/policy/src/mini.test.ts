import { describe, expect, it } from 'vitest'
import { lineOf, mini, miniText, planted } from '../test/mini.ts'
import { runExamples } from './examples.ts'

describe('the mini policy of the tests', () => {
  it('has no error and no warning, and lists what is open', () => {
    const { diagnostics } = mini
    expect(diagnostics.filter((one) => one.severity !== 'note')).toEqual([])
    expect(diagnostics.map((one) => one.code)).toEqual(['P050', 'P051'])
  })

  it('has every kind of table', () => {
    const { policy } = mini
    expect(new Set(policy.rules.map((rule) => rule.form))).toEqual(
      new Set(['condition', 'decision', 'score', 'formula']),
    )
    const hits = policy.rules.flatMap((rule) => (rule.form === 'decision' ? [rule.hit] : []))
    expect(new Set(hits)).toEqual(new Set(['unique', 'first', 'sum']))
    expect(new Set(policy.accounts.map((account) => account.ledger)).size).toBe(2)
    const modes = policy.procedures.flatMap((one) => one.transfers.map((row) => row.mode))
    expect(new Set(modes)).toEqual(new Set(['reserve', 'settle', 'release', 'post']))
    expect(policy.examples.length).toBeGreaterThan(0)
    expect(policy.lives.length).toBeGreaterThan(0)
  })

  it('passes its own examples', () => {
    const run = runExamples(mini.policy, { calendar: mini.calendar })
    expect(run.failures).toEqual([])
    expect(run.count).toBe(23)
  })

  it('plants exactly one occurrence, and says so when there is none or several', () => {
    expect(() => planted('没有这句话', '')(miniText)).toThrow('0 times')
    expect(() => planted('主管部门', '')(miniText)).toThrow(/[2-9]\d* times/)
    expect(() => lineOf(miniText, '主管部门')).toThrow()
    expect(lineOf(miniText, '标识: demo/mini')).toBe(2)
  })
})
