import { describe, expect, it } from 'vitest'
import { cashier, firm, office, Running, yuan } from '../test/matter.ts'
import { type ActRecord, reverse } from './reversal.ts'

/** The record of the last act of a matter, and the matter before it. */
function recordOf(run: Running, before: Running['matter']): ActRecord {
  const last = run.done.at(-1)
  return { before, transfers: last?.transfers ?? [], facts: last?.facts ?? [] }
}

function undo(run: Running, last: ActRecord, user = '示例更正人') {
  const { policy, matter, books } = run
  return reverse({ policy, matter, last, books, user })
}

const booked = (result: ReturnType<typeof undo>): string[] =>
  result.ok
    ? result.reversal.transfers.map((one) => `${one.mode} ${one.debitName} ${one.amount}`)
    : [result.refusal.code]

/** A matter brought to one act, with what it was before the last. */
function before(name: string, last: string): { run: Running; was: Running['matter'] } {
  const run = new Running().upTo(name)
  const was = run.matter
  const next: Readonly<Record<string, Parameters<Running['act']>>> = {
    公示: ['公示', '2024-03-11', office, { 核定金额: yuan(180_000) }],
    拨付: ['拨付', '2024-03-20', cashier],
    撤回: ['撤回', '2024-03-06', firm],
  }
  run.act(...(next[last] as Parameters<Running['act']>))
  return { run, was }
}

const budget = '资金/专项资金[年度=2024]'

describe('更正', () => {
  it('releases what was reserved, takes back what was put in, and restores the matter', () => {
    const { run, was } = before('评审', '公示')
    const result = undo(run, recordOf(run, was))
    expect(booked(result)).toEqual(['release 专项资金 18000000', 'fund 专项资金 100000000'])
    if (!result.ok) return
    expect(result.reversal.matter).toEqual(was)
    expect(result.reversal.books.get(budget)).toEqual({ funded: 0n, balance: 0n, held: 0n })
    expect(result.reversal.withdrawn.map((one) => one.name)).toEqual(['核定金额'])
    expect([...result.reversal.accounts.keys()]).toEqual([budget])
  })

  it('brings back what was settled, holds it again, and holds again what was given back', () => {
    const { run, was } = before('确认', '拨付')
    const books = new Running().upTo('确认').books
    const result = undo(run, recordOf(run, was))
    expect(booked(result)).toEqual([
      'reserve 专项资金 8000000',
      'post 单位往来 10000000',
      'reserve 专项资金 10000000',
      'post 已用 1',
      'reserve 申请次数 1',
    ])
    if (!result.ok) return
    for (const [key, balance] of result.reversal.balances) {
      expect([key, balance]).toEqual([key, books.get(key) ?? { funded: 0n, balance: 0n, held: 0n }])
    }
    expect(result.reversal.matter.reservations).toEqual(was.reservations)
  })

  it('is refused where the money that was given back is no longer free', () => {
    const { run, was } = before('受理', '撤回')
    const record = recordOf(run, was)
    expect(booked(undo(run, record))).toEqual(['reserve 申请次数 1'])
    const next = new Running()
    next.books = run.books
    next.act('申请', '2024-03-07', firm, { 申请金额: yuan(1), 材料齐备: true })
    run.books = next.books
    const result = undo(run, record)
    expect(booked(result)).toEqual(['R7'])
    if (!result.ok) expect(result.refusal.shortage).toMatchObject({ asked: 1n, free: 0n })
  })

  it('is refused where what was paid has gone on', () => {
    const { run, was } = before('确认', '拨付')
    const key = '资金/单位往来[申请单位=示例单位甲]'
    run.books = new Map([...run.books, [key, { funded: 0n, balance: 9_999_999n, held: 0n }]])
    const result = undo(run, recordOf(run, was))
    expect(booked(result)).toEqual(['R7'])
    if (!result.ok) expect(result.refusal.message.zh).toContain('单位往来')
  })

  it('takes back what was put in only as far as it is free', () => {
    const { run, was } = before('评审', '公示')
    const balance = { funded: 108_000_000n, balance: 108_000_000n, held: 100_000_000n }
    run.books = new Map([...run.books, [budget, balance]])
    expect(booked(undo(run, recordOf(run, was)))).toEqual([
      'release 专项资金 18000000',
      'fund 专项资金 26000000',
    ])
    const floors = new Map([[budget, 20_000_000n]])
    const { policy, matter, books } = run
    const last = recordOf(run, was)
    const kept = reverse({ policy, matter, last, books, user: '示例更正人', floors })
    expect(booked(kept).at(-1)).toBe('fund 专项资金 6000000')
  })

  it('is done by someone else, and for the last act only', () => {
    const { run, was } = before('评审', '公示')
    const record = recordOf(run, was)
    expect(booked(undo(run, record, office.user))).toEqual(['R1'])
    const first = { ...record, before: new Running().matter }
    expect(booked(undo(run, first))).toEqual(['R2'])
    expect(booked(undo(new Running(), first))).toEqual(['R2'])
    const other = { ...record, before: { ...was, id: '示例二' } }
    expect(booked(undo(run, other))).toEqual(['R2'])
  })
})
