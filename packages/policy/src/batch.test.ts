import type { Value } from '@huoshui/feel'
import { Decimal, day } from '@huoshui/values'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { factsWith, mini } from '../test/mini.ts'
import { type BatchEntry, draw, drawCount, stepBatch } from './batch.ts'
import type { Matter } from './matter.ts'
import type { ActRow } from './policy.ts'

const procedure = mini.policy.procedures.find((one) => one.name === '示范评选')
const row = (name: string) => procedure?.acts.find((one) => one.name === name) as ActRow
const yuan = (n: number): Value => new Decimal(n)

function entry(id: string, facts: Readonly<Record<string, Value | undefined>>, on = '2024-03-01') {
  const matter: Matter = {
    id,
    procedure: '示范评选',
    state: '待排序',
    parties: new Map([
      ['申请单位', `示例单位${id}`],
      ['申请年度', '2024年度'],
    ]),
    openedOn: day(on),
    performed: [],
    reservations: [],
  }
  return { matter, facts: factsWith(facts) } satisfies BatchEntry
}

const run = (entries: readonly BatchEntry[], name = '入选', seed = 's') =>
  stepBatch({
    policy: mini.policy,
    calendar: mini.calendar,
    books: new Map(),
    day: day('2024-04-01'),
    row: row(name),
    entries,
    seed,
    act: { name, actor: { user: '示例经办', role: '主管部门' }, filled: new Map() },
  })

const done = (result: ReturnType<typeof run>) =>
  'done' in result ? result.done.map((one) => one.matter.id) : []

describe('择优', () => {
  it('goes in the order of the rule until the account is empty', () => {
    const result = run([
      entry('低', { 研发投入: yuan(10_000) }),
      entry('高', { 研发投入: yuan(900_000) }),
      entry('中', { 研发投入: yuan(500_000) }),
    ])
    expect(done(result)).toEqual(['高', '中'])
    const refused = 'refused' in result ? result.refused : []
    expect(refused.map((one) => [one.matter.id, one.refusal.code])).toEqual([['低', 'R7']])
  })

  it('breaks ties as the row says: by the second rule, then who applied first', () => {
    // Above the full mark the scores are equal, and the amounts decide.
    const by = [
      entry('少', { 研发投入: yuan(2_000_000) }),
      entry('多', { 研发投入: yuan(3_000_000) }),
    ]
    expect(done(run(by))).toEqual(['多', '少'])
    const first = [
      entry('后', { 研发投入: yuan(100) }, '2024-03-02'),
      entry('先', { 研发投入: yuan(100) }, '2024-03-01'),
    ]
    expect(done(run(first))).toEqual(['先', '后'])
  })

  it('skips who does not meet the condition without closing the account', () => {
    const result = run([
      entry('零', { 研发投入: yuan(0) }),
      entry('甲', { 研发投入: yuan(100) }),
      entry('乙', { 研发投入: yuan(200) }),
    ])
    expect(done(result)).toEqual(['乙', '甲'])
    const refused = 'refused' in result ? result.refused : []
    expect(refused.map((one) => one.refusal.code)).toEqual(['R5'])
  })

  it('stops and names what is missing when one can not be ranked', () => {
    const result = run([entry('甲', {}), entry('乙', { 研发投入: undefined })])
    if (!('refusal' in result)) throw new Error('it was ranked')
    expect(result.refusal.code).toBe('R6')
    expect(result.refusal.missing.map((one) => one.key)).toEqual(['研发投入'])
    expect(result.refusal.message.zh).toContain('乙')
  })

  it('spends what each one takes, once', () => {
    const result = run([entry('甲', {}), entry('乙', {})])
    const books = 'books' in result ? result.books : new Map()
    const held = [...books].find(([key]) => key.includes('示范名额'))?.[1]
    expect(held).toEqual({ funded: 2n, balance: 0n, held: 0n })
  })
})

describe('a draw', () => {
  it('takes the share asked for, and is the same for the same seed in any order', () => {
    const ids = ['甲', '乙', '丙', '丁']
    const entries = ids.map((id) => entry(id, {}))
    const drawn = done(run(entries, '抽查', '种子'))
    expect(drawn).toHaveLength(2)
    expect(new Set(done(run([...entries].reverse(), '抽查', '种子')))).toEqual(new Set(drawn))
  })

  it('does not depend on the order of the list, and another seed draws otherwise', () => {
    const ids = Array.from({ length: 40 }, (_, i) => `示例${i}`)
    fc.assert(
      fc.property(fc.shuffledSubarray(ids, { minLength: 40 }), fc.string(), (list, seed) => {
        expect(draw(seed, list, 7)).toEqual(draw(seed, ids, 7))
      }),
    )
    expect(draw('a', ids, 7)).not.toEqual(draw('b', ids, 7))
  })

  it('is by SHA-256 of seed and id, least first', () => {
    // printf 's:甲' | sha256sum begins f2d5, printf 's:乙' | sha256sum begins 0193.
    expect(draw('s', ['甲', '乙'], 1)).toEqual(['乙'])
    expect(draw('s', ['甲', '乙'], 2)).toEqual(['乙', '甲'])
    expect(draw('s', ['甲', '乙'], 0)).toEqual([])
  })

  it.each([
    ['0.5', 5, 3],
    ['0.01', 5, 1],
    ['1', 5, 5],
    ['3', 5, 3],
    ['9', 5, 5],
  ])('%s of %d is %d', (share, size, count) => {
    expect(drawCount(new Decimal(share), size)).toBe(count)
  })
})
