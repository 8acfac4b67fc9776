import { describe, expect, it } from 'vitest'
import { mini } from '../test/mini.ts'
import {
  accountKey,
  accountNameIn,
  type Balance,
  book,
  isDeclared,
  outside,
  readAccountKey,
  type Transfer,
  used,
} from './books.ts'
import type { Account } from './policy.ts'

const own = '资金/专项[年度=2024]'
const other = '资金/往来[单位=甲]'

function move(mode: Transfer['mode'], amount: bigint, debit = own, credit = other): Transfer {
  return { mode, ledger: '资金', debit, debitName: '', credit, creditName: '', amount }
}

const balance = (funded: bigint, left: bigint, held: bigint): Balance => ({
  funded,
  balance: left,
  held,
})

/** What a transfer makes of 100 put in, of which 90 are left and 30 held; the floor is 10. */
const after = (transfer: Transfer) => {
  const booked = book(new Map([[own, balance(100n, 90n, 30n)]]), transfer, 10n)
  return booked && Object.fromEntries(booked)
}

describe('a transfer', () => {
  it('changes the two accounts it names, or the one where nothing moves', () => {
    expect(after(move('reserve', 5n))).toEqual({ [own]: balance(100n, 90n, 35n) })
    expect(after(move('release', 5n))).toEqual({ [own]: balance(100n, 90n, 25n) })
    expect(after(move('settle', 5n))).toEqual({
      [own]: balance(100n, 85n, 25n),
      [other]: balance(0n, 5n, 0n),
    })
    expect(after(move('post', 5n))).toEqual({
      [own]: balance(100n, 85n, 30n),
      [other]: balance(0n, 5n, 0n),
    })
    expect(after(move('fund', 5n))).toEqual({
      [own]: balance(95n, 85n, 30n),
      [other]: balance(5n, 5n, 0n),
    })
  })

  it.each<[Transfer['mode'], bigint]>([
    ['reserve', 50n],
    ['post', 50n],
    ['settle', 30n],
    ['release', 30n],
    ['fund', 60n],
  ])('%s goes to the border and not beyond', (mode, most) => {
    expect(after(move(mode, most))).not.toBeNull()
    expect(after(move(mode, most + 1n))).toBeNull()
  })

  it('of nothing, or less, is none', () => {
    for (const amount of [0n, -1n]) expect(after(move('post', amount))).toBeNull()
  })

  it('from 外部 never falls short', () => {
    const world = outside('资金')
    expect(Object.fromEntries(book(new Map(), move('post', 7n, world), 0n) ?? [])).toEqual({
      [world]: balance(0n, -7n, 0n),
      [other]: balance(0n, 7n, 0n),
    })
  })

  it('of an account to itself leaves it as it was', () => {
    expect(after(move('post', 5n, own, own))).toEqual({ [own]: balance(100n, 90n, 30n) })
  })
})

describe('the key of an account', () => {
  const account = mini.policy.accounts.find((one) => one.name === '申请次数') as Account
  const ref = {
    account,
    keys: [
      { kind: '申请单位', value: '甲,乙=丙' },
      { kind: '年度', value: '2024' },
    ],
  }

  it('is read back with its values and its name', () => {
    const key = accountKey(ref)
    expect(key).toBe('额度/申请次数[申请单位=甲,乙=丙,年度=2024]')
    expect(readAccountKey(account, key)).toEqual(ref)
    expect(accountNameIn(key, '额度')).toBe('申请次数')
    expect([key, outside('额度'), used('额度')].map(isDeclared)).toEqual([true, false, false])
    expect(accountNameIn(used('额度'), '额度')).toBe('已用')
  })

  it('of another account, or with other keys, is none', () => {
    for (const key of [
      '额度/示范名额[申请年度=2024]',
      '额度/申请次数[年度=2024]',
      '额度/申请次数[申请单位=甲]',
      '额度/申请次数',
      used('额度'),
    ]) {
      expect(readAccountKey(account, key)).toBeNull()
    }
  })
})
