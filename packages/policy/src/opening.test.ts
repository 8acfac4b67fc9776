import type { Value } from '@huoshui/feel'
import { day } from '@huoshui/values'
import { describe, expect, it } from 'vitest'
import { firm, Running, yuan } from '../test/matter.ts'
import { factsWith, mini } from '../test/mini.ts'
import { type OpeningInput, openAccount } from './opening.ts'

const input = (changes: Partial<OpeningInput>): OpeningInput => ({
  policy: mini.policy,
  day: day('2024-03-01'),
  account: '专项资金',
  keys: { 年度: '2024' },
  left: yuan(1000),
  facts: factsWith({ 年度预算: yuan(5000) }),
  books: new Map(),
  ...changes,
})

const key = '资金/专项资金[年度=2024]'

function problems(changes: Partial<OpeningInput>): string[] {
  const result = openAccount(input(changes))
  return result.ok ? ['ok'] : result.problems.map((one) => one.zh)
}

describe('期初', () => {
  it('counts what is put in as put in, and the rest as used before', () => {
    const result = openAccount(input({}))
    if (!result.ok) throw new Error(result.problems[0]?.zh)
    const { transfers, balances, accounts, books } = result.opening
    expect(transfers.map((one) => `${one.mode} ${one.debitName} ${one.amount}`)).toEqual([
      'fund 外部 500000',
      'post 专项资金 400000',
    ])
    expect(Object.fromEntries(balances)).toEqual({
      [key]: { funded: 500_000n, balance: 100_000n, held: 0n },
      '资金/外部': { funded: 0n, balance: -100_000n, held: 0n },
    })
    expect(accounts.get(key)?.floor).toBe(0n)
    expect(books.get(key)).toEqual(balances.get(key))
  })

  it('of an account with nothing put in, or more than that, comes from outside', () => {
    const given = (changes: Partial<OpeningInput>) => {
      const result = openAccount(input(changes))
      return result.ok ? result.opening.transfers.map((one) => `${one.mode} ${one.amount}`) : []
    }
    const account = { account: '单位往来', keys: { 申请单位: '示例单位甲' } }
    expect(given(account)).toEqual(['fund 100000'])
    expect(given({ left: yuan(6000) })).toEqual(['fund 500000', 'post 100000'])
    expect(given({ facts: new Map() })).toEqual(['fund 100000'])
    expect(given({ ...account, left: yuan(0) })).toEqual([])
  })

  it('leaves the next act nothing to put in', () => {
    const result = openAccount(
      input({
        account: '申请次数',
        keys: { 申请单位: '示例单位甲', 年度: '2024' },
        left: yuan(0),
      }),
    )
    const run = new Running()
    if (result.ok) run.books = result.opening.balances
    const refused = run.try('申请', '2024-03-01', firm, { 申请金额: yuan(1), 材料齐备: true })
    expect(refused.ok ? 'ok' : refused.refusal.code).toBe('R5')
  })

  it.each<[string, Partial<OpeningInput>, string]>([
    ['an account that there is not', { account: '小金库' }, '没有“小金库”这个账户'],
    ['a key left out', { keys: {} }, '没有写是哪个年度'],
    ['a year that is none', { keys: { 年度: '24' } }, '四位数'],
    ['a key too many', { keys: { 年度: '2024', 申请单位: '甲' } }, '不按申请单位分'],
    ['less than nothing', { left: yuan(-1) }, '不小于零'],
    ['a part of a fen', { left: yuan('0.001') }, '精确到分'],
    ['no number', { left: '很多' as Value }, '精确到分'],
    [
      'an account that has been used',
      { books: new Map([[key, { funded: 0n, balance: 0n, held: 1n }]]) },
      '已经有账',
    ],
  ])('refuses %s, and says what to do', (_, changes, text) => {
    const said = problems(changes)
    expect(said).toHaveLength(1)
    expect(said[0]).toContain(text)
  })

  it('answers all mistakes at once', () => {
    expect(problems({ keys: { 年度: '二四', 申请单位: '甲' }, left: yuan(-1) })).toHaveLength(3)
  })

  it('takes whole times only where times are counted', () => {
    const chances = { account: '申请次数', keys: { 申请单位: '甲', 年度: '2024' } }
    expect(problems({ ...chances, left: yuan('0.5') })).toEqual([
      '“申请次数”写次数，整数，不小于零。',
    ])
  })
})
